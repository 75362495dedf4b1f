import { Checkbox, Text } from '@mantine/core'
import type { ReactNode } from 'react'

import type { ModelDetail } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { MOST_COMPARED } from '../../compare'
import { useVersions } from '../../queries/versions'
import classes from './Compare.module.css'
import { MakingPart, ParametersPart } from './MakingPart'
import { MetricsPart } from './MetricsPart'
import { PlotParts, SlicesPart } from './QualityParts'

interface Props {
  model: ModelDetail
  chosen: number[]
  onChoose: (versions: number[]) => void
  /** What rollouts know of these versions. */
  rollouts: ReactNode
}

/** Versions of a model side by side; which ones stands in the address. */
export function VersionsComparison({ model, chosen, onChoose, rollouts }: Props) {
  const { t } = useLocale()
  const found = useVersions(model.name, chosen)
  const failed = found.find(({ isError, data }) => isError && !data)
  const versions = found.flatMap(({ data }) => data ?? [])
  return (
    <>
      <Picker model={model} chosen={chosen} onChoose={onChoose} />
      {chosen.length >= 2 && failed && (
        <ErrorState
          error={failed.error}
          title={t('compare.failed')}
          onRetry={() => void failed.refetch()}
        />
      )}
      {chosen.length >= 2 && !failed && versions.length < chosen.length && <Loading height={360} />}
      {chosen.length >= 2 && versions.length === chosen.length && (
        <>
          <MetricsPart versions={versions} />
          {rollouts}
          <ParametersPart versions={versions} />
          <SlicesPart model={model} versions={versions} />
          <PlotParts versions={versions} />
          <MakingPart versions={versions} />
        </>
      )}
    </>
  )
}

function Picker({ model, chosen, onChoose }: Omit<Props, 'rollouts'>) {
  const { t } = useLocale()
  const numbers = model.versions.map(({ version }) => version)
  const choose = (version: number, wanted: boolean) => {
    onChoose(wanted ? [...chosen, version] : chosen.filter((one) => one !== version))
  }
  return (
    <Panel title={t('compare.title')} lead={t('compare.lead', { most: MOST_COMPARED })}>
      {numbers.length < 2 ? (
        <Text c="dimmed">{t('compare.onlyOne')}</Text>
      ) : (
        <div className={classes.picker} role="group" aria-label={t('compare.choose')}>
          {numbers.map((version) => {
            const isChosen = chosen.includes(version)
            const words = t('model.versionNumber', { version })
            return (
              <Checkbox
                key={version}
                label={
                  version === model.champion ? t('compare.champion', { version: words }) : words
                }
                checked={isChosen}
                disabled={!isChosen && chosen.length >= MOST_COMPARED}
                onChange={(event) => {
                  choose(version, event.currentTarget.checked)
                }}
              />
            )
          })}
        </div>
      )}
      {numbers.length >= 2 && chosen.length < 2 && (
        <Text c="dimmed" mt="md" role="status">
          {t('compare.chooseTwo')}
        </Text>
      )}
    </Panel>
  )
}
