import { Table } from '@mantine/core'
import { Link } from '@tanstack/react-router'

import type { Kpi, KpiBoard, KpiModelPart } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { ScrollTable } from '@/components/ui/ScrollTable'
import { useLocale } from '@/lib/i18n/useLocale'

import type { DashboardSearch } from '../search'
import classes from './Dashboard.module.css'
import { Level } from './Level'
import type { BoardReader } from './useReader'

const SLUG = 'quality'

interface Props {
  board: KpiBoard
  reader: BoardReader
  search: DashboardSearch
}

/** Each model against what its sealed evaluation promised. */
export function QualityTable({ board, reader, search }: Props) {
  const { t } = useLocale()
  const kpi = board.kpis.find(({ slug }) => slug === SLUG)
  const parts = kpi?.models.filter(({ model }) => model !== '') ?? []
  if (!kpi || parts.length === 0) return null
  return (
    <Panel title={t('dashboard.qualityTitle')} lead={t('dashboard.qualityLead')}>
      <ScrollTable label={t('dashboard.qualityTitle')} minWidth={700}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('dashboard.model')}</Table.Th>
            <Table.Th>{t('dashboard.measure')}</Table.Th>
            <Table.Th ta="right">{t('dashboard.now')}</Table.Th>
            <Table.Th ta="right">{t('dashboard.promised')}</Table.Th>
            <Table.Th ta="right">{t('dashboard.beforeColumn')}</Table.Th>
            <Table.Th ta="right">{t('dashboard.truths')}</Table.Th>
            <Table.Th>{t('dashboard.verdict')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {parts.map((part) => (
            <QualityRow
              key={part.model}
              kpi={kpi}
              part={part}
              reader={reader}
              search={search}
              currency={board.currency}
            />
          ))}
        </Table.Tbody>
      </ScrollTable>
    </Panel>
  )
}

interface RowProps {
  kpi: Kpi
  part: KpiModelPart
  reader: BoardReader
  search: DashboardSearch
  currency: string
}

function QualityRow({ kpi, part, reader, search, currency }: RowProps) {
  const { t, text, format } = useLocale()
  const { figure, measure } = part
  const write = (value: number | null) =>
    reader.write(value, { unit: 'measure', currency, measure })
  const better =
    measure?.better === 'higher' ? t('dashboard.higherIsBetter') : t('dashboard.lowerIsBetter')
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Link
          to="/dashboard/$slug"
          params={{ slug: SLUG }}
          search={{ ...search, model: part.model }}
          className={classes.plainLink}
        >
          {text(part.title, part.model)}
        </Link>
      </Table.Th>
      <Table.Td>
        {measure && text(measure.title, measure.name)}
        {measure && <div className={classes.aside}>{better}</div>}
      </Table.Td>
      <Table.Td ta="right">
        {write(figure.value)}
        {figure.low !== null && figure.high !== null && (
          <div className={classes.aside}>
            {t('dashboard.between', { low: write(figure.low), high: write(figure.high) })}
          </div>
        )}
      </Table.Td>
      <Table.Td ta="right">{write(part.target)}</Table.Td>
      <Table.Td ta="right">{write(part.previous.value)}</Table.Td>
      <Table.Td ta="right">{format.integer(figure.n)}</Table.Td>
      <Table.Td>
        <Level level={part.status.level} named />
        <div className={classes.aside}>{reader.sentence(kpi, part)}</div>
      </Table.Td>
    </Table.Tr>
  )
}
