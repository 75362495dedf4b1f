import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useQueryClient } from '@tanstack/react-query'

import { Page } from '@/components/layout/Page'
import { RequireRole } from '@/components/layout/RequireRole'
import { JobView } from '@/features/jobs/components/JobView'
import { LogView } from '@/components/jobs/LogView'
import { useJobLog } from '@/api/jobLog'
import { useLocale } from '@/lib/i18n/useLocale'

const route = getRouteApi('/jobs/$id')

export function JobRoute() {
  const { t } = useLocale()
  const id = Number(route.useParams().id)
  return (
    <Page title={t('jobs.number', { id })}>
      <RequireRole role="engineer">
        <p>
          <Link to="/jobs">{t('jobs.all')}</Link>
        </p>
        {/* The log of a job that is tried again goes on: it is followed anew. */}
        <JobView id={id} logOf={(job) => <Log key={job.max_attempts} id={job.id} />} />
      </RequireRole>
    </Page>
  )
}

function Log({ id }: { id: number }) {
  const queryClient = useQueryClient()
  const look = useCallback(() => {
    void queryClient.invalidateQueries({ queryKey: ['jobs', 'one', id] })
  }, [queryClient, id])
  return <LogView log={useJobLog(id, look)} />
}
