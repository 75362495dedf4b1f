import { Progress, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'

import { useJobLog } from '@/api/jobLog'
import type { Job } from '@/api/types'
import { LogView } from '@/components/jobs/LogView'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

/** A job as it goes on: it may be left, and looked at again later. */
export function JobPanel({ job, title, draft }: { job: Job; title: string; draft: string }) {
  const { t, format } = useLocale()
  const queryClient = useQueryClient()
  const refresh = useCallback(() => {
    void queryClient.invalidateQueries({ queryKey: ['drafts', draft] })
  }, [queryClient, draft])
  const log = useJobLog(job.id, refresh)
  const share = log.progress ?? job.progress
  return (
    <Panel
      title={title}
      lead={t('drafts.mayLeave')}
      aside={
        <Text className="numeric" fw={620}>
          {format.percent(share)}
        </Text>
      }
    >
      <Progress value={share * 100} size="lg" radius="xl" animated aria-label={title} mb="md" />
      <LogView log={log} />
    </Panel>
  )
}
