import { Text } from '@mantine/core'

import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { MoreButton } from '@/components/ui/MoreButton'
import { Panel } from '@/components/ui/Panel'
import { groupedByDay } from '@/lib/days'
import { useLocale } from '@/lib/i18n/useLocale'

import type { AuditFilters } from '../filters'
import { useAudit } from '../queries/audit'
import classes from './Audit.module.css'
import { AuditEntryItem } from './AuditEntryItem'
import { AuditFilterBar } from './AuditFilterBar'

interface Props {
  filters: AuditFilters
  names: Readonly<Record<string, readonly string[]>>
  onFilter: (filters: AuditFilters) => void
}

/** Who changed what, when, from where and why, newest first. */
export function AuditPanel({ filters, names, onFilter }: Props) {
  const { t, format } = useLocale()
  const audit = useAudit(filters)
  const entries = audit.data?.pages.flatMap((page) => page.entries) ?? []
  const isFiltered = Object.keys(filters).length > 0
  return (
    <Panel title={t('audit.what')} lead={t('audit.lead')}>
      <AuditFilterBar filters={filters} names={names} onChange={onFilter} />
      {audit.isPending && <Loading height={420} />}
      {audit.isError && (
        <ErrorState
          error={audit.error}
          title={t('audit.failed')}
          onRetry={() => void audit.refetch()}
        />
      )}
      {audit.isSuccess && entries.length === 0 && (
        <Text c="dimmed" maw={620}>
          {isFiltered ? t('audit.noneOfThese') : t('audit.none')}
        </Text>
      )}
      {groupedByDay(entries, format.date).map((day) => (
        <section key={day.title} aria-label={day.title} className={classes.day}>
          <h3 className={classes.date}>{day.title}</h3>
          <ol className={classes.entries}>
            {day.entries.map((entry) => (
              <AuditEntryItem
                key={entry.id}
                entry={entry}
                onNarrow={(narrower) => {
                  onFilter({ ...filters, ...narrower })
                }}
              />
            ))}
          </ol>
        </section>
      ))}
      <MoreButton list={audit} />
    </Panel>
  )
}
