import { Button, Group } from '@mantine/core'
import { IconRotateClockwise, IconX } from '@tabler/icons-react'
import { useState } from 'react'

import type { Job } from '@/api/types'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'

import { useCancel, useRetry } from '../queries/jobs'

interface Props {
  job: Job
  /** What it is called here. */
  title: string
}

/** Try a job again that ended badly; stop one that runs or waits. */
export function JobActions({ job, title }: Props) {
  const isOpen = job.state === 'queued' || job.state === 'running'
  if (job.state === 'failed' || job.state === 'dead') return <Retry job={job} title={title} />
  return isOpen ? <Cancel job={job} title={title} /> : null
}

function Retry({ job, title }: Props) {
  const { t } = useLocale()
  const [asking, setAsking] = useState(false)
  const retry = useRetry(job.id)
  const close = () => {
    setAsking(false)
  }
  return (
    <Group gap="xs">
      <Button
        size="compact-md"
        leftSection={<IconRotateClockwise size={16} />}
        aria-label={t('jobs.retryThis', { title })}
        onClick={() => {
          retry.reset()
          setAsking(true)
        }}
      >
        {t('jobs.retry')}
      </Button>
      <ReasonDialog
        opened={asking}
        title={t('jobs.retryTitle', { title })}
        consequence={t(job.state === 'dead' ? 'jobs.retryDeadText' : 'jobs.retryText')}
        confirm={t('jobs.retry')}
        error={retry.error}
        pending={retry.isPending}
        onConfirm={(reason) => {
          retry.mutate(reason, { onSuccess: close })
        }}
        onClose={close}
      />
    </Group>
  )
}

function Cancel({ job, title }: Props) {
  const { t } = useLocale()
  const [asking, setAsking] = useState(false)
  const cancel = useCancel(job.id)
  const close = () => {
    setAsking(false)
  }
  return (
    <Group gap="xs">
      <Button
        size="compact-md"
        variant="default"
        leftSection={<IconX size={16} />}
        disabled={job.cancel_requested_at !== null}
        aria-label={t('jobs.cancelThis', { title })}
        onClick={() => {
          cancel.reset()
          setAsking(true)
        }}
      >
        {t('jobs.cancel')}
      </Button>
      <ReasonDialog
        opened={asking}
        title={t('jobs.cancelTitle', { title })}
        consequence={t(job.state === 'running' ? 'jobs.cancelRunningText' : 'jobs.cancelText')}
        confirm={t('jobs.cancel')}
        error={cancel.error}
        pending={cancel.isPending}
        onConfirm={(reason) => {
          cancel.mutate(reason, { onSuccess: close })
        }}
        onClose={close}
      />
    </Group>
  )
}
