import { Button } from '@mantine/core'
import { IconRepeat } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'

import type { TrainingRun } from '@/api/types'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'
import { requireSession } from '@/lib/session'

import { useRetryTraining } from '../queries/runs'

/** The same parameters once more, as a run of its own. */
export function RetryButton({ run }: { run: TrainingRun }) {
  const { t } = useLocale()
  const navigate = useNavigate()
  const retry = useRetryTraining(run.id)
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconRepeat size={16} />}
        onClick={() =>
          void requireSession().then((session) => {
            retry.reset()
            setOpened(session !== null)
          })
        }
      >
        {t('training.retry')}
      </Button>
      <ReasonDialog
        opened={opened}
        title={t('training.retryTitle', { id: run.id })}
        consequence={t('training.retryText')}
        confirm={t('training.start')}
        error={retry.error}
        pending={retry.isPending}
        onConfirm={(reason) => {
          retry.mutate(reason, {
            onSuccess: ({ id }) => {
              setOpened(false)
              void navigate({ to: '/training-runs/$id', params: { id: String(id) } })
            },
          })
        }}
        onClose={() => {
          setOpened(false)
        }}
      />
    </>
  )
}
