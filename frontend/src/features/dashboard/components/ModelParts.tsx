import { Table } from '@mantine/core'
import { Link } from '@tanstack/react-router'

import type { KpiDetail, KpiModelPart } from '@/api/types'
import { Disclosure } from '@/components/ui/Disclosure'
import { Panel } from '@/components/ui/Panel'
import { ScrollTable } from '@/components/ui/ScrollTable'
import { useLocale } from '@/lib/i18n/useLocale'

import { courseOf } from '../board'
import { changeOf } from '../figures'
import type { DashboardSearch } from '../search'
import { ChangeText } from './ChangeText'
import dashboard from './Dashboard.module.css'
import classes from './KpiDetail.module.css'
import { Level } from './Level'
import { Sparkline } from './Sparkline'
import type { BoardReader } from './useReader'

interface Props {
  detail: KpiDetail
  reader: BoardReader
  search: DashboardSearch
}

/** The number's parts by model, and those by version. */
export function ModelParts({ detail, reader, search }: Props) {
  const { t } = useLocale()
  const { models } = detail.kpi
  if (models.length === 0) return null
  return (
    <Panel title={t('dashboard.byModel')}>
      <ul className={classes.parts}>
        {models.map((part) => (
          <Part key={part.model} part={part} detail={detail} reader={reader} search={search} />
        ))}
      </ul>
    </Panel>
  )
}

function Part({ part, detail, reader, search }: Props & { part: KpiModelPart }) {
  const { t, text } = useLocale()
  const { kpi } = detail
  const subject = reader.subject(kpi, part)
  const write = (value: number | null) => reader.write(value, subject.written)
  const change = changeOf(subject, part.figure, part.previous)
  const series = detail.by_model.find(({ model }) => model === part.model)?.points ?? []
  const title = text(part.title, part.model) || t('dashboard.noModel')
  return (
    <li className={classes.part}>
      <div>
        {part.model === '' || detail.model !== null ? (
          <strong>{title}</strong>
        ) : (
          <Link
            to="/dashboard/$slug"
            params={{ slug: kpi.slug }}
            search={{ ...search, model: part.model }}
            className={dashboard.plainLink}
          >
            {title}
          </Link>
        )}
        <p className={dashboard.aside}>
          <PageLink part={part} leadsTo={kpi.leads_to} />
        </p>
      </div>
      <div>
        <p className={classes.figure}>
          {write(part.figure.value)} {change && <ChangeText change={change} />}
        </p>
        <p className={dashboard.aside}>
          {part.status.level !== 'unknown' && <Level level={part.status.level} />}{' '}
          {reader.sentence(kpi, part)}
        </p>
      </div>
      <Sparkline values={courseOf(kpi, series, detail.as_of)} target={part.target} height={36} />
      {part.versions.length > 0 && (
        <div className={classes.versions}>
          <Disclosure
            label={t('dashboard.byVersion')}
            name={t('dashboard.byVersionOf', { model: title })}
          >
            <Versions part={part} title={title} write={write} />
          </Disclosure>
        </div>
      )}
    </li>
  )
}

const PAGES = {
  model: ['/models/$model', 'dashboard.toModel'],
  quality: ['/models/$model/quality', 'dashboard.toQuality'],
} as const

function PageLink({ part, leadsTo }: { part: KpiModelPart; leadsTo: string }) {
  const { t } = useLocale()
  if (part.model === '') return null
  const [to, title] = leadsTo === 'quality' ? PAGES.quality : PAGES.model
  return (
    <Link to={to} params={{ model: part.model }} className={dashboard.plainLink}>
      {t(title)}
    </Link>
  )
}

interface VersionsProps {
  part: KpiModelPart
  title: string
  write: (value: number | null) => string
}

function Versions({ part, title, write }: VersionsProps) {
  const { t, format } = useLocale()
  return (
    <ScrollTable label={t('dashboard.byVersionOf', { model: title })} minWidth={420}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('dashboard.version')}</Table.Th>
          <Table.Th ta="right">{t('dashboard.now')}</Table.Th>
          <Table.Th ta="right">{t('dashboard.beforeColumn')}</Table.Th>
          <Table.Th ta="right">{t('dashboard.count')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {part.versions.map(({ version, figure, previous }) => (
          <Table.Tr key={version}>
            <Table.Th scope="row" fw={400}>
              {version === 0 ? t('dashboard.noVersion') : version}
            </Table.Th>
            <Table.Td ta="right">{write(figure.value)}</Table.Td>
            <Table.Td ta="right">{write(previous.value)}</Table.Td>
            <Table.Td ta="right">{format.integer(figure.n)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  )
}
