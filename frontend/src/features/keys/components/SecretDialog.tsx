import { Button, CopyButton, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'

import type { NewApiKey } from '@/api/types'
import { CodeBlock } from '@/components/ui/CodeBlock'
import { Dialog } from '@/components/ui/Dialog'
import { Loading } from '@/components/ui/Loading'
import { useLocale } from '@/lib/i18n/useLocale'

import { curlLine } from '../call'
import { useCallExample } from '../queries/example'

interface Props {
  made: NewApiKey
  onClose: () => void
}

/** The only time that a key is shown. A click beside it does not close it. */
export function SecretDialog({ made: { key, secret }, onClose }: Props) {
  const { t } = useLocale()
  const example = useCallExample()
  return (
    <Dialog
      opened
      size="lg"
      closeOnClickOutside={false}
      title={t('keys.secretTitle', { name: key.name })}
      onClose={onClose}
    >
      <Stack>
        <Text size="sm">{t('keys.secretText')}</Text>
        <TextInput
          label={t('keys.secret')}
          readOnly
          className="mono"
          value={secret}
          onFocus={(event) => {
            event.currentTarget.select()
          }}
        />
        <div>
          <Text size="sm" fw={560} mb={6}>
            {t('keys.tryIt')}
          </Text>
          {example.isPending ? (
            <Loading height={90} />
          ) : (
            <CodeBlock
              code={curlLine({
                origin: window.location.origin,
                secret,
                scopes: key.effective_scopes,
                example: example.data ?? null,
              })}
            />
          )}
        </div>
        <Group justify="space-between">
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                data-autofocus
                leftSection={copied ? <IconCheck size={17} /> : <IconCopy size={17} />}
                onClick={copy}
              >
                {copied ? t('action.copied') : t('keys.copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{t('keys.kept')}</Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
