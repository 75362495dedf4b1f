import { Alert, Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useState } from 'react'

import { ErrorState } from '@/components/ui/ErrorState'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'
import { requireSession } from '@/lib/session'

import { useAskForCheck, useCheckJob } from '../queries/checks'

/** Takes a look at the model at once, and says how that goes. */
export function CheckButton({ model }: { model: string }) {
  const { t } = useLocale()
  const [asking, setAsking] = useState(false)
  const [jobId, setJobId] = useState<number | null>(null)
  const ask = useAskForCheck(model)
  const { job, over, error } = useCheckJob(jobId)
  const close = () => {
    setAsking(false)
    ask.reset()
  }
  return (
    <div>
      <Button
        variant="default"
        leftSection={<IconEye size={17} stroke={1.8} />}
        loading={jobId !== null && !over && !error}
        onClick={() =>
          void requireSession().then((session) => {
            setAsking(session !== null)
          })
        }
      >
        {t('checks.now')}
      </Button>
      <div role="status">
        {over && job?.state === 'succeeded' && (
          <Alert color="sea" mt="sm" p="xs">
            {t('checks.done')}
          </Alert>
        )}
        {over && job !== null && job.state !== 'succeeded' && (
          <Alert color="buoy" mt="sm" p="xs" title={t('checks.jobFailed')}>
            {job.error}
          </Alert>
        )}
      </div>
      {error && <ErrorState error={error} title={t('checks.jobFailed')} />}
      <ReasonDialog
        opened={asking}
        title={t('checks.nowTitle')}
        consequence={t('checks.nowText')}
        confirm={t('checks.now')}
        error={ask.error}
        pending={ask.isPending}
        onConfirm={(reason) => {
          ask.mutate(reason, {
            onSuccess: (started) => {
              setJobId(started.id)
              close()
            },
          })
        }}
        onClose={close}
      />
    </div>
  )
}
