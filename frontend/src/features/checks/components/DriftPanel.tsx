import { NativeSelect, Text, Title } from '@mantine/core'
import { useState } from 'react'

import type { Check, CheckDetail, Drift } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { Panel } from '@/components/ui/Panel'
import { SeverityBadge } from '@/components/ui/SeverityBadge'
import { useLocale } from '@/lib/i18n/useLocale'

import { type SliceKey, useCheck, useChecks, useSliceDrift } from '../queries/checks'
import { CheckButton } from './CheckButton'
import { Decision } from './Decision'
import { DetailedReport } from './DetailedReport'
import classes from './DriftPanel.module.css'
import { FeatureList } from './FeatureList'
import { SliceSelect } from './SliceSelect'

interface Props {
  model: string
  /** Whether another look can be asked for. */
  asks?: boolean
  /** What a feature is called on the model's form. */
  titleOf: (name: string) => string
  /** What a column that rows are cut by is called, and one of its values. */
  sliceWords: (column: string, value: string) => { title: string; value: string }
}

/** What has changed in what comes in and goes out, by feature, as one check saw it. */
export function DriftPanel({ model, asks = true, titleOf, sliceWords }: Props) {
  const { t } = useLocale()
  const checks = useChecks(model)
  const [chosen, setChosen] = useState<number | null>(null)
  const id = chosen ?? checks.data?.[0]?.id ?? null
  const check = useCheck(id)
  return (
    <Panel
      title={t('drift.title')}
      lead={t('drift.lead')}
      aside={asks && <CheckButton model={model} />}
    >
      {checks.isPending && <Loading height={320} />}
      {checks.isError && !checks.data && (
        <ErrorState
          error={checks.error}
          title={t('checks.failed')}
          onRetry={() => void checks.refetch()}
        />
      )}
      {checks.data?.length === 0 && (
        <Text c="dimmed" maw={620}>
          {t('checks.none')}
        </Text>
      )}
      {checks.data && id !== null && (
        <CheckSelect checks={checks.data} value={id} onChange={setChosen} />
      )}
      {id !== null && check.isPending && <Loading height={320} />}
      {check.isError && (
        <ErrorState
          error={check.error}
          title={t('checks.failed')}
          onRetry={() => void check.refetch()}
        />
      )}
      {check.data && (
        <CheckDrift
          key={check.data.id}
          check={check.data}
          titleOf={titleOf}
          sliceWords={sliceWords}
        />
      )}
    </Panel>
  )
}

interface SelectProps {
  checks: Check[]
  value: number
  onChange: (id: number) => void
}

function CheckSelect({ checks, value, onChange }: SelectProps) {
  const { t, format } = useLocale()
  return (
    <NativeSelect
      label={t('checks.choose')}
      maw={340}
      mb="lg"
      value={String(value)}
      onChange={(event) => {
        onChange(Number(event.currentTarget.value))
      }}
      data={checks.map((check) => ({
        value: String(check.id),
        label: t('checks.option', {
          time: format.dateTime(check.at),
          version: check.version,
        }),
      }))}
    />
  )
}

type Words = Pick<Props, 'titleOf' | 'sliceWords'>

function CheckDrift({ check, titleOf, sliceWords }: { check: CheckDetail } & Words) {
  const { t, format } = useLocale()
  const { inputs, outputs } = check
  const [slice, setSlice] = useState<SliceKey | null>(null)
  return (
    <>
      <div className={classes.verdict}>
        <SeverityBadge severity={check.drift_severity} />
        <Text fw={560} lang="en">
          {check.drift_reason}
        </Text>
      </div>
      <Text size="sm" c="dimmed" mb="lg">
        {t('checks.span', {
          start: format.dateTime(check.drift_start),
          end: format.dateTime(check.at),
          version: check.version,
        })}
      </Text>
      <Decision check={check} />
      <DetailedReport check={check.id} />
      <SliceSelect check={check.id} value={slice} onChange={setSlice} sliceWords={sliceWords} />
      {slice ? (
        <SliceSides check={check.id} slice={slice} titleOf={titleOf} />
      ) : (
        <Sides inputs={inputs} outputs={outputs} titleOf={titleOf} />
      )}
    </>
  )
}

interface SidesProps extends Pick<Props, 'titleOf'> {
  inputs: Drift | null
  outputs: Drift | null
}

function Sides({ inputs, outputs, titleOf }: SidesProps) {
  const { t } = useLocale()
  return (
    <>
      {inputs ? (
        <Side title={t('drift.inputs')} drift={inputs} titleOf={titleOf} />
      ) : (
        <Text c="dimmed">{t('drift.noReference')}</Text>
      )}
      {outputs && <Side title={t('drift.outputs')} drift={outputs} titleOf={titleOf} />}
    </>
  )
}

interface SliceSidesProps extends Pick<Props, 'titleOf'> {
  check: number
  slice: SliceKey
}

function SliceSides({ check, slice, titleOf }: SliceSidesProps) {
  const { t } = useLocale()
  const drift = useSliceDrift(check, slice)
  if (drift.isPending) return <Loading height={320} />
  if (drift.isError)
    return (
      <ErrorState
        error={drift.error}
        title={t('drift.sliceFailed')}
        onRetry={() => void drift.refetch()}
      />
    )
  const { inputs, outputs } = drift.data
  return (
    <>
      <div className={classes.verdict}>
        <SeverityBadge severity={inputs.severity} />
        <Text fw={560} lang="en">
          {inputs.reason}
        </Text>
      </div>
      <Sides inputs={inputs} outputs={outputs} titleOf={titleOf} />
    </>
  )
}

function Side({ title, drift, titleOf }: { title: string; drift: Drift } & Pick<Props, 'titleOf'>) {
  const { t, format } = useLocale()
  return (
    <section aria-label={title} className={classes.side}>
      <Title order={3}>{title}</Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('drift.rows', { rows: format.integer(drift.rows) })}{' '}
        <span lang="en">{drift.joint.reason}</span>
      </Text>
      <FeatureList features={drift.features} titleOf={titleOf} />
    </section>
  )
}
