import { ActionIcon, Anchor, Group, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'

import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { forget, sentFiles } from '../recent'

interface Props {
  model: string
  /** Shown above already. */
  current: string | null
}

/** Files that were sent from this browser, to come back to. */
export function SentFiles({ model, current }: Props) {
  const { t, format } = useLocale()
  const [, setForgotten] = useState(0)
  const files = sentFiles(model).filter((file) => file.id !== current)
  if (files.length === 0) return null
  return (
    <Panel title={t('scoring.sent')} lead={t('scoring.sentLead')}>
      {files.map((file) => (
        <Group key={file.id} justify="space-between" wrap="nowrap" mb={4}>
          <Anchor
            href={`/models/${model}/batch?id=${file.id}`}
            size="sm"
            style={{ overflowWrap: 'anywhere' }}
          >
            {file.filename}
          </Anchor>
          <Group gap="xs" wrap="nowrap">
            <Text size="xs" c="dimmed" className="numeric">
              {format.dateTime(file.sentAt)}
            </Text>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={32}
              aria-label={t('scoring.forget', { name: file.filename })}
              onClick={() => {
                forget(file.id)
                setForgotten((count) => count + 1)
              }}
            >
              <IconX size={15} />
            </ActionIcon>
          </Group>
        </Group>
      ))}
    </Panel>
  )
}
