import { Button, CopyButton, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'

import type { FirstPassword } from '@/api/types'
import { Dialog } from '@/components/ui/Dialog'
import { useLocale } from '@/lib/i18n/useLocale'

interface Props {
  first: FirstPassword
  onClose: () => void
}

/** The only time that a first password is shown. A click beside it does not close it. */
export function FirstPasswordDialog({ first, onClose }: Props) {
  const { t } = useLocale()
  const { name } = first.person
  return (
    <Dialog
      opened
      closeOnClickOutside={false}
      title={t('people.passwordTitle', { name })}
      onClose={onClose}
    >
      <Stack>
        <Text size="sm">{t('people.passwordText', { name })}</Text>
        <TextInput
          label={t('people.password')}
          readOnly
          className="mono"
          value={first.password}
          onFocus={(event) => {
            event.currentTarget.select()
          }}
        />
        <Text size="sm" c="dimmed">
          {t('people.passwordLost')}
        </Text>
        <Group justify="space-between">
          <CopyButton value={first.password}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                data-autofocus
                leftSection={copied ? <IconCheck size={17} /> : <IconCopy size={17} />}
                onClick={copy}
              >
                {copied ? t('action.copied') : t('people.copyPassword')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{t('people.done')}</Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
