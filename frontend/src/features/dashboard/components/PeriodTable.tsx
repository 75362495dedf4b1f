import { Table } from '@mantine/core'

import type { Kpi } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import type { Interval } from '../search'
import classes from './KpiDetail.module.css'
import { useIntervalName } from './useIntervalName'

interface Props {
  kpi: Kpi
  interval: Interval
  /** When the numbers were taken. */
  asOf: string
  write: (value: number | null) => string
}

/** What the chart shows, in numbers, the newest first. */
export function PeriodTable({ kpi, interval, asOf, write }: Props) {
  const { t, format } = useLocale()
  const nameOf = useIntervalName(interval)
  const rows = kpi.series.map((point, index) => ({ point, before: kpi.previous_series[index] }))
  return (
    // Focusable, because what scrolls must scroll by keyboard too.
    <div className={classes.table} role="group" aria-label={t('dashboard.inNumbers')} tabIndex={0}>
      <Table className="numeric" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('dashboard.period')}</Table.Th>
            <Table.Th ta="right">{t('dashboard.now')}</Table.Th>
            <Table.Th ta="right">{t('dashboard.beforeColumn')}</Table.Th>
            <Table.Th ta="right">{t('dashboard.count')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.reverse().map(({ point, before }) => (
            <Table.Tr key={point.at}>
              <Table.Th scope="row" fw={400}>
                {Date.parse(point.end) > Date.parse(asOf)
                  ? t('dashboard.soFar', { period: nameOf(point) })
                  : nameOf(point)}
              </Table.Th>
              <Table.Td ta="right">{write(point.value)}</Table.Td>
              <Table.Td ta="right">{write(before?.value ?? null)}</Table.Td>
              <Table.Td ta="right">{format.integer(point.n)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
