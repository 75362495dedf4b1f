import { Alert, Anchor, Button, Group, Progress, Text, Title } from '@mantine/core'
import { IconArrowRight, IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback, useState } from 'react'

import { useJobLog } from '@/api/jobLog'
import type { TrainingRun } from '@/api/types'
import { LogView } from '@/components/jobs/LogView'
import { ConfirmDialog } from '@/components/ui/ConfirmDialog'
import { JobStateBadge } from '@/components/ui/JobStateBadge'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'
import { requireSession } from '@/lib/session'

import { isOver, useCancelJob } from '../queries/runs'
import { RetryButton } from './RetryButton'
import { RunFacts } from './RunFacts'

export function TrainingRunView({ run }: { run: TrainingRun }) {
  const { t, format } = useLocale()
  const queryClient = useQueryClient()
  const refresh = useCallback(() => {
    void queryClient.invalidateQueries({ queryKey: ['training-runs', run.id] })
    void queryClient.invalidateQueries({ queryKey: ['models'] })
  }, [queryClient, run.id])
  const log = useJobLog(run.job.id, refresh)
  const over = isOver(run.job.state)
  const share = run.job.state === 'succeeded' ? 1 : (log.progress ?? run.job.progress)
  return (
    <>
      <Group justify="space-between" align="flex-start" mb="lg">
        <div>
          <Anchor component={Link} to={`/models/${run.model}`} size="sm" c="dimmed">
            {run.model}
          </Anchor>
          <Title order={1} mt={4}>
            {t('training.run', { id: run.id })}
          </Title>
        </div>
        <Group gap="sm">
          <JobStateBadge state={run.job.state} />
          {over ? <RetryButton run={run} /> : <CancelButton run={run} />}
        </Group>
      </Group>
      {run.version !== null && (
        <Alert
          color="sea"
          mb="lg"
          role="status"
          title={t('training.newVersion', { version: run.version })}
        >
          <Group justify="space-between">
            <Text size="sm">{t('training.newVersionText')}</Text>
            <Group gap="sm">
              {run.version > 1 && (
                <Button
                  component={Link}
                  variant="default"
                  to={`/models/${run.model}/compare?versions=${String(run.version - 1)},${String(run.version)}`}
                >
                  {t('training.compareBefore', { version: run.version - 1 })}
                </Button>
              )}
              <Button
                component={Link}
                to={`/models/${run.model}?tab=versions`}
                rightSection={<IconArrowRight size={16} />}
              >
                {t('training.seeVersions')}
              </Button>
            </Group>
          </Group>
        </Alert>
      )}
      {run.job.error && (
        <Alert color="buoy" mb="lg" role="alert" title={t('training.failed')}>
          {run.job.error}
        </Alert>
      )}
      <Panel
        title={t('training.progress')}
        aside={
          <Text className="numeric" fw={620}>
            {format.percent(share)}
          </Text>
        }
      >
        <Progress
          value={share * 100}
          size="lg"
          radius="xl"
          animated={!over}
          color={run.job.state === 'failed' || run.job.state === 'dead' ? 'buoy' : 'sea'}
          aria-label={t('training.progress')}
        />
        <Text size="sm" c="dimmed" mt="sm" mb="lg" role="status">
          {run.job.cancel_requested_at !== null && !over
            ? t('training.cancelling')
            : (log.events.at(-1)?.message ?? run.job.message)}
        </Text>
        <LogView log={log} />
      </Panel>
      <RunFacts run={run} />
    </>
  )
}

function CancelButton({ run }: { run: TrainingRun }) {
  const { t } = useLocale()
  const [asking, setAsking] = useState(false)
  const cancel = useCancelJob()
  const close = () => {
    setAsking(false)
    cancel.reset()
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconX size={16} />}
        disabled={run.job.cancel_requested_at !== null}
        onClick={() =>
          void requireSession().then((session) => {
            setAsking(session !== null)
          })
        }
      >
        {t('training.cancel')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('training.cancelTitle')}
        consequence={t('training.cancelText')}
        confirm={t('training.cancel')}
        decline={t('training.keepRunning')}
        error={cancel.error}
        pending={cancel.isPending}
        onConfirm={() => {
          cancel.mutate(run.job.id, { onSuccess: close })
        }}
        onClose={close}
      />
    </>
  )
}
