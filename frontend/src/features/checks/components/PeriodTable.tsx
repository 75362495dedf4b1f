import { Table } from '@mantine/core'

import { ScrollTable } from '@/components/ui/ScrollTable'
import { useLocale } from '@/lib/i18n/useLocale'

import type { Point } from '../periods'

interface Props {
  points: Point[]
  title: string
  write: (value: number) => string
}

/** What the chart shows, as figures. */
export function PeriodTable({ points, title, write }: Props) {
  const { t, format } = useLocale()
  return (
    <ScrollTable label={t('quality.asTable')} minWidth={600}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('quality.from')}</Table.Th>
          <Table.Th ta="right">{title}</Table.Th>
          <Table.Th ta="right">{t('quality.interval')}</Table.Th>
          <Table.Th ta="right">{t('quality.rows')}</Table.Th>
          <Table.Th ta="right">{t('quality.truthIn')}</Table.Th>
          <Table.Th>{t('versions.title')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {points.toReversed().map((point) => (
          <Table.Tr key={point.start}>
            <Table.Th scope="row" fw={520}>
              {format.day(point.start)}
            </Table.Th>
            <Table.Td ta="right">{point.value === null ? '–' : write(point.value)}</Table.Td>
            <Table.Td ta="right">
              {point.interval === null
                ? '–'
                : t('quality.between', {
                    lower: write(point.interval[0]),
                    upper: write(point.interval[1]),
                  })}
            </Table.Td>
            <Table.Td ta="right">{format.integer(point.rows)}</Table.Td>
            <Table.Td ta="right">
              {point.coverage === null ? '–' : format.percent(point.coverage)}
            </Table.Td>
            <Table.Td>{point.versions.join(', ')}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  )
}
