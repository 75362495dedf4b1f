import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type SyntheticEvent, type ReactNode, useState } from 'react'

import { useLocale } from '@/lib/i18n/useLocale'

import { Dialog } from './Dialog'
import { ErrorState } from './ErrorState'

const MOST_CHARACTERS = 1000

interface Props {
  opened: boolean
  title: string
  /** What will happen. */
  consequence: string
  confirm: string
  error: Error | null
  pending: boolean
  onConfirm: (reason: string) => void
  onClose: () => void
  children?: ReactNode
}

/** Says what will happen and asks why; the reason is kept in the audit log. */
export function ReasonDialog({ opened, title, onClose, ...form }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      <ReasonForm {...form} onClose={onClose} />
    </Dialog>
  )
}

type FormProps = Omit<Props, 'opened' | 'title'>

function ReasonForm({
  consequence,
  confirm,
  error,
  pending,
  onConfirm,
  onClose,
  children,
}: FormProps) {
  const { t } = useLocale()
  const [reason, setReason] = useState('')
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    onConfirm(reason.trim())
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{consequence}</Text>
        {children}
        <Textarea
          label={t('reason.label')}
          description={t('reason.description')}
          required
          data-autofocus
          autosize
          minRows={2}
          maxLength={MOST_CHARACTERS}
          value={reason}
          onChange={(event) => {
            setReason(event.currentTarget.value)
          }}
        />
        {error && <ErrorState error={error} title={t('reason.failed')} />}
        <Group justify="space-between">
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={pending} disabled={reason.trim() === ''}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
