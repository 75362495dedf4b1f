import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'

import type { HistoryState } from '@/api/types'
import { ConfirmDialog } from '@/components/ui/ConfirmDialog'
import { useLocale } from '@/lib/i18n/useLocale'
import { useMayTry } from '@/lib/session'

import { useRemoveHistory } from '../queries/history'

interface Props {
  history: HistoryState
  onRemoving?: () => void
}

/** Says how many rows go, and asks. */
export function RemoveHistoryButton({ history, onRemoving }: Props) {
  const { t, format } = useLocale()
  const [asking, setAsking] = useState(false)
  const remove = useRemoveHistory()
  const mayRemove = useMayTry('engineer')
  if (!mayRemove) return null
  const { extent } = history
  const close = () => {
    setAsking(false)
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTrash size={17} stroke={1.8} aria-hidden="true" />}
        onClick={() => {
          remove.reset()
          setAsking(true)
        }}
      >
        {history.is_going ? t('history.removeOn') : t('history.remove')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('history.removeTitle')}
        consequence={
          extent
            ? t('history.removeText', {
                predictions: format.integer(extent.predictions),
                truths: format.integer(extent.truths),
                days: format.integer(extent.days),
                checks: format.integer(extent.checks),
                alerts: format.integer(extent.alerts),
              })
            : t('history.removeUnderWay')
        }
        confirm={t('history.removeConfirm')}
        decline={t('history.removeDecline')}
        error={remove.error}
        pending={remove.isPending}
        onConfirm={() => {
          remove.mutate(undefined, {
            onSuccess: () => {
              close()
              onRemoving?.()
            },
          })
        }}
        onClose={close}
      />
    </>
  )
}
