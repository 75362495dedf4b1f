import { Badge, Text, Title } from '@mantine/core'

import type { Policy, RolloutDetail } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { evidenceFrom } from '../evidence'
import { trackOf } from '../track'
import { EvidenceView } from './EvidenceView'
import { Outlook } from './Outlook'
import { RolloutActions } from './RolloutActions'
import classes from './RolloutView.module.css'
import { StageTrack } from './StageTrack'
import { TransitionList } from './TransitionList'

interface Props {
  rollout: RolloutDetail
  champion: number | null
  policy: Policy | null
}

/** One version's way to its users: where it stands, what it waits for and what speaks for it. */
export function RolloutView({ rollout, champion, policy }: Props) {
  const { t, format } = useLocale()
  const found = newestEvidence(rollout)
  return (
    <Panel
      title={t('model.versionNumber', { version: rollout.version })}
      lead={
        champion === null || champion === rollout.version
          ? undefined
          : t('rollouts.against', { champion })
      }
      aside={
        <Badge variant="light" color={rollout.weight > 0 ? 'sea' : 'gray'} size="lg" tt="none">
          {t('rollouts.traffic', { share: format.percent(rollout.weight, 0, 1) })}
        </Badge>
      }
    >
      <StageTrack stations={trackOf(rollout, policy)} paused={rollout.paused_at !== null} />
      <div className={classes.now}>
        <Outlook rollout={rollout} policy={policy} />
        <RolloutActions rollout={rollout} policy={policy} />
      </div>
      <div className={classes.columns}>
        <div>
          <Title order={3} mb="sm">
            {t('rollouts.evidence')}
          </Title>
          {found ? (
            <>
              <Text size="xs" c="dimmed" mb="md">
                {t(found.isOfNow ? 'rollouts.evidenceLatest' : 'rollouts.evidenceFrom', {
                  time: format.dateTime(found.at),
                })}
              </Text>
              <EvidenceView evidence={evidenceFrom(found.evidence)} policy={policy} />
            </>
          ) : (
            <Text c="dimmed">{t('rollouts.noEvidence')}</Text>
          )}
        </div>
        <div>
          <Title order={3} mb="sm">
            {t('rollouts.steps')}
          </Title>
          <TransitionList transitions={rollout.transitions} policy={policy} />
        </div>
      </div>
    </Panel>
  )
}

/** What was found on the last look in this stage, else what the last step rests on. */
function newestEvidence({ evidence, evidence_at, transitions }: RolloutDetail) {
  if (evidence && evidence_at) return { evidence, at: evidence_at, isOfNow: true }
  const judged = transitions.findLast((transition) => transition.evidence !== null)
  return judged && { ...judged, isOfNow: false }
}
