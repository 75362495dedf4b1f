import { Text } from '@mantine/core'

import type { Policy, RolloutDetail, RolloutList } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { MoreButton } from '@/components/ui/MoreButton'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { useRollouts } from '../queries/list'
import { isOpen } from '../stages'
import { EarlierRollouts } from './EarlierRollouts'
import { RolloutView } from './RolloutView'

interface Props {
  model: string
  /** Tells the canary's steps and what must be shown; null until it is known. */
  policy: Policy | null
}

/** What is being tried on a model, how far it is and why, and what was tried before. */
export function RolloutsPanel({ model, policy }: Props) {
  const { t } = useLocale()
  const rollouts = useRollouts(model)
  if (rollouts.isPending) return <Loading height={420} radius="lg" />
  if (!rollouts.data) {
    return (
      <ErrorState
        error={rollouts.error}
        title={t('rollouts.failed')}
        onRetry={() => void rollouts.refetch()}
      />
    )
  }
  const shown = shownFirst(rollouts.data)
  const earlier = rollouts.data.rollouts.filter((rollout) => !shown.includes(rollout))
  return (
    <>
      {shown.length === 0 && (
        <Panel title={t('rollouts.title')}>
          <Text c="dimmed" maw={620}>
            {t('rollouts.none')}
          </Text>
        </Panel>
      )}
      {shown.map((rollout) => (
        <RolloutView
          key={rollout.id}
          rollout={rollout}
          champion={rollouts.data.champion}
          policy={policy}
        />
      ))}
      {earlier.length > 0 && <EarlierRollouts rollouts={earlier} policy={policy} />}
      <MoreButton list={rollouts} />
    </>
  )
}

/** Whatever is open, the version being tried before all; else the last that there was. */
function shownFirst({ rollouts, under_way: underWay }: RolloutList): RolloutDetail[] {
  const open = rollouts.filter(({ stage }) => isOpen(stage))
  if (open.length === 0) return rollouts.slice(0, 1)
  const rank = (rollout: RolloutDetail) =>
    rollout.version === underWay ? 0 : rollout.stage === 'proposed' ? 1 : 2
  return open.toSorted((one, other) => rank(one) - rank(other))
}
