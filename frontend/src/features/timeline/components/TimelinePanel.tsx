import { Checkbox, Group, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'

import type { TimelineEntry, TimelineKind } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { MoreButton } from '@/components/ui/MoreButton'
import { Panel } from '@/components/ui/Panel'
import { groupedByDay } from '@/lib/days'
import { useLocale } from '@/lib/i18n/useLocale'

import { KIND_TITLES, KINDS } from '../kinds'
import { useTimeline } from '../queries/timeline'
import { EntryItem } from './EntryItem'
import classes from './TimelinePanel.module.css'

interface Props {
  model: string
  /** A better picture of an entry's evidence than its bare figures; null where there is none. */
  evidenceOf: (entry: TimelineEntry) => ReactNode
}

/** All that happened to a model, who did it and why, newest first. */
export function TimelinePanel({ model, evidenceOf }: Props) {
  const { t, format } = useLocale()
  const [kinds, setKinds] = useState<TimelineKind[]>([])
  const timeline = useTimeline(model, kinds)
  const entries = timeline.data?.pages.flatMap((page) => page.entries) ?? []
  return (
    <Panel title={t('timeline.title')} lead={t('timeline.lead')}>
      <KindFilter value={kinds} onChange={setKinds} />
      {timeline.isPending && <Loading height={420} />}
      {timeline.isError && (
        <ErrorState
          error={timeline.error}
          title={t('timeline.failed')}
          onRetry={() => void timeline.refetch()}
        />
      )}
      {timeline.isSuccess && entries.length === 0 && (
        <Text c="dimmed" maw={620}>
          {kinds.length === 0 ? t('timeline.none') : t('timeline.noneOfThese')}
        </Text>
      )}
      {groupedByDay(entries, format.date).map((day) => (
        <section key={day.title} aria-label={day.title} className={classes.day}>
          <h3 className={classes.date}>{day.title}</h3>
          <ol className={classes.entries}>
            {day.entries.map((entry) => (
              <EntryItem key={entry.id} entry={entry} model={model} picture={evidenceOf(entry)} />
            ))}
          </ol>
        </section>
      ))}
      <MoreButton list={timeline} />
    </Panel>
  )
}

interface FilterProps {
  value: TimelineKind[]
  onChange: (kinds: TimelineKind[]) => void
}

function KindFilter({ value, onChange }: FilterProps) {
  const { t } = useLocale()
  return (
    <Checkbox.Group
      label={t('timeline.only')}
      description={t('timeline.onlyHelp')}
      value={value}
      onChange={(chosen) => {
        onChange(KINDS.filter((kind) => chosen.includes(kind)))
      }}
      mb="xl"
    >
      <Group mt="xs" gap="sm 20px">
        {KINDS.map((kind) => (
          <Checkbox key={kind} value={kind} label={t(KIND_TITLES[kind])} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}
