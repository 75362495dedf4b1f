import { Text } from '@mantine/core'

import type { Policy, RolloutDetail } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { trackOf } from '../track'
import classes from './EarlierRollouts.module.css'
import { StageBadge } from './StageBadge'
import { StageTrack } from './StageTrack'
import { TransitionList } from './TransitionList'

interface Props {
  rollouts: RolloutDetail[]
  policy: Policy | null
}

/** What was tried before, newest first, each with its whole way on demand. */
export function EarlierRollouts({ rollouts, policy }: Props) {
  const { t, format } = useLocale()
  return (
    <Panel title={t('rollouts.earlier')}>
      <ul className={classes.list}>
        {rollouts.map((rollout) => (
          <li key={rollout.id}>
            <details>
              <summary>
                <span className={classes.version}>
                  {t('model.versionNumber', { version: rollout.version })}
                </span>
                <StageBadge stage={rollout.stage} champion={false} />
                <span className={classes.when}>{format.dateTime(rollout.updated_at)}</span>
                <span className={classes.reason} lang="en">
                  {rollout.reason}
                </span>
              </summary>
              <div className={classes.way}>
                <StageTrack stations={trackOf(rollout, policy)} paused={false} />
                <Text component="h3" size="sm" fw={560} mt="lg" mb="sm">
                  {t('rollouts.steps')}
                </Text>
                <TransitionList transitions={rollout.transitions} policy={policy} />
              </div>
            </details>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
