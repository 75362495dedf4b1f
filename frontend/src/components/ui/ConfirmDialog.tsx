import { Button, Group, Stack, Text } from '@mantine/core'

import { Dialog } from './Dialog'
import { ErrorState } from './ErrorState'
import { useLocale } from '@/lib/i18n/useLocale'

interface Props {
  opened: boolean
  title: string
  /** What will happen. */
  consequence: string
  confirm: string
  decline: string
  error: Error | null
  pending: boolean
  onConfirm: () => void
  onClose: () => void
}

export function ConfirmDialog(props: Props) {
  const { t } = useLocale()
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={props.title} size="sm">
      <Stack>
        <Text size="sm">{props.consequence}</Text>
        {props.error && <ErrorState error={props.error} title={t('reason.failed')} />}
        <Group justify="space-between">
          <Button variant="default" onClick={props.onClose}>
            {props.decline}
          </Button>
          <Button color="buoy" loading={props.pending} onClick={props.onConfirm}>
            {props.confirm}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
