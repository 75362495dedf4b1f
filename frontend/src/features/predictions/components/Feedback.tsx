import { ActionIcon, Group, Text } from '@mantine/core'
import { IconCheck, IconThumbDown, IconThumbUp } from '@tabler/icons-react'

import { useLocale } from '@/lib/i18n/useLocale'

import { useFeedback } from '../queries/feedback'

const THUMBS = [
  { thumb: 'up', Icon: IconThumbUp, label: 'feedback.up' },
  { thumb: 'down', Icon: IconThumbDown, label: 'feedback.down' },
] as const

/** One thumb for one answer; the parent gives each answer a fresh one. */
export function Feedback({ predictionId }: { predictionId: string }) {
  const { t } = useLocale()
  const feedback = useFeedback()
  if (feedback.isSuccess) {
    return (
      <Group gap={6} role="status">
        <IconCheck size={18} color="var(--farol-good)" aria-hidden="true" />
        <Text size="sm">{t('feedback.thanks')}</Text>
      </Group>
    )
  }
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        {t('feedback.question')}
      </Text>
      {THUMBS.map(({ thumb, Icon, label }) => (
        <ActionIcon
          key={thumb}
          variant="default"
          size={36}
          aria-label={t(label)}
          disabled={feedback.isPending}
          onClick={() => {
            feedback.mutate({ predictionId, thumb })
          }}
        >
          <Icon size={18} stroke={1.7} />
        </ActionIcon>
      ))}
      {feedback.isError && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {t('feedback.failed')}
        </Text>
      )}
    </Group>
  )
}
