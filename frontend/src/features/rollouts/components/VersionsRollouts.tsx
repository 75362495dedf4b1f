import { Text } from '@mantine/core'

import type { RolloutDetail, RolloutList } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { MoreButton } from '@/components/ui/MoreButton'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { evidenceFrom } from '../evidence'
import { useRollouts } from '../queries/list'
import { ComparisonFigure } from './ComparisonFigure'
import { StageBadge } from './StageBadge'
import classes from './TransitionList.module.css'

interface Props {
  model: string
  versions: number[]
}

/** What is known of these versions from their rollouts: compared row by row, and where they were. */
export function VersionsRollouts({ model, versions }: Props) {
  const { t } = useLocale()
  const rollouts = useRollouts(model, versions)
  return (
    <>
      {rollouts.isPending && <Loading height={160} />}
      {rollouts.isError && !rollouts.data && (
        <ErrorState
          error={rollouts.error}
          title={t('compare.rolloutsFailed')}
          onRetry={() => void rollouts.refetch()}
        />
      )}
      {rollouts.data && <PairedPart list={rollouts.data} versions={versions} />}
      {rollouts.data && <TakenPart list={rollouts.data} versions={versions} />}
      <MoreButton list={rollouts} />
    </>
  )
}

/** The newest figures of a rollout, or of the last of its steps that had some. */
function newestEvidence(rollout: RolloutDetail) {
  const kept = [rollout.evidence, ...rollout.transitions.toReversed().map((one) => one.evidence)]
  const read = kept.map((one) => evidenceFrom(one))
  return {
    gate: read.find(({ gate }) => gate !== null)?.gate ?? null,
    pairs: read.find(({ pairs }) => pairs !== null)?.pairs ?? null,
  }
}

/** Both versions answered the same rows there, so that the difference has an interval of its own. */
function PairedPart({ list, versions }: { list: RolloutList; versions: number[] }) {
  const { t } = useLocale()
  const between = list.rollouts.filter(
    ({ version, previous_version: before }) =>
      before !== null && versions.includes(version) && versions.includes(before),
  )
  const figures = between.flatMap((rollout) => {
    const { gate, pairs } = newestEvidence(rollout)
    const words = { candidate: rollout.version, champion: rollout.previous_version }
    return [
      gate && {
        key: `${String(rollout.id)}-gate`,
        title: t('compare.onHoldOut', words),
        found: gate,
      },
      pairs && {
        key: `${String(rollout.id)}-pairs`,
        title: t('compare.live', words),
        found: pairs,
      },
    ].filter((one) => one !== null)
  })
  return (
    <Panel title={t('compare.paired')} lead={t('compare.pairedLead')}>
      {figures.length === 0 && <Text c="dimmed">{t('compare.noPairs')}</Text>}
      {figures.map(({ key, title, found }) => (
        <ComparisonFigure key={key} title={title} found={found} margin={0} demand="better" />
      ))}
    </Panel>
  )
}

function TakenPart({ list, versions }: { list: RolloutList; versions: number[] }) {
  const { t, format } = useLocale()
  const taken = list.rollouts.filter(
    ({ version, previous_version: before }) =>
      versions.includes(version) || (before !== null && versions.includes(before)),
  )
  return (
    <Panel title={t('compare.rollouts')}>
      {taken.length === 0 && <Text c="dimmed">{t('compare.noRollouts')}</Text>}
      <ol className={classes.steps}>
        {taken.map((rollout) => (
          <li key={rollout.id}>
            <StageBadge stage={rollout.stage} champion={rollout.version === list.champion} />{' '}
            {rollout.previous_version === null
              ? t('model.versionNumber', { version: rollout.version })
              : t('compare.after', {
                  version: rollout.version,
                  before: rollout.previous_version,
                })}
            <Text size="sm" c="dimmed">
              {format.dateTime(rollout.updated_at)} · {rollout.reason}
            </Text>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
