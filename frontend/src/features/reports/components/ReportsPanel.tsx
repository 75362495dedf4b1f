import { Text } from '@mantine/core'
import { useState } from 'react'

import type { Report } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { JobStateBadge } from '@/components/ui/JobStateBadge'
import { Loading } from '@/components/ui/Loading'
import { MoreButton } from '@/components/ui/MoreButton'
import { Panel } from '@/components/ui/Panel'
import { SearchBox } from '@/components/ui/SearchBox'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'

import { useReports } from '../queries/reports'
import { lastMoment } from '../windows'
import { AskButton } from './AskButton'
import { ReportFiles } from './ReportFiles'
import classes from './ReportsPanel.module.css'

/** Every report on a model: to read, to download, and to ask for. */
export function ReportsPanel({ model }: { model: string }) {
  const { t } = useLocale()
  const [search, setSearch] = useState('')
  const reports = useReports(model, search)
  const list = reports.data?.pages.flatMap((page) => page.reports)
  return (
    <Panel title={t('report.title')} lead={t('report.lead')} aside={<AskButton model={model} />}>
      {reports.isPending && <Loading height={240} />}
      {reports.isError && !reports.data && (
        <ErrorState
          error={reports.error}
          title={t('report.failed')}
          onRetry={() => void reports.refetch()}
        />
      )}
      {(search !== '' || (list && list.length > 0)) && (
        <SearchBox label={t('report.search')} onSearch={setSearch} />
      )}
      {list?.length === 0 && (
        <Text c="dimmed" maw={620}>
          {search ? t('list.noneFound') : t('report.none')}
        </Text>
      )}
      {list && list.length > 0 && (
        <ul className={classes.reports}>
          {list.map((report, index) => (
            <ReportItem key={report.id} report={report} newest={index === 0} />
          ))}
        </ul>
      )}
      <MoreButton list={reports} />
    </Panel>
  )
}

function ReportItem({ report, newest }: { report: Report; newest: boolean }) {
  const { t, format } = useLocale()
  const actorName = useActorName()
  const { job } = report
  const window = t('report.window', {
    first: format.day(report.window_start),
    last: format.day(lastMoment(report.window_end)),
  })
  return (
    <li>
      <div className={classes.head}>
        <h3 className={classes.window}>{window}</h3>
        <span role="status">
          <JobStateBadge state={job.state} />
        </span>
      </div>
      <Text size="sm">{report.reason}</Text>
      <Text size="xs" c="dimmed">
        {actorName(report.created_by)} · {format.dateTime(report.created_at)}
      </Text>
      {job.error && (
        <Text size="sm" c="var(--mantine-color-error)" lang="en">
          {job.error}
        </Text>
      )}
      {report.written_at !== null && (
        <ReportFiles report={report} window={window} initiallyOpen={newest} />
      )}
    </li>
  )
}
