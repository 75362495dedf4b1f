import { Code, Stack, Text, Title } from '@mantine/core'

import { LighthouseMark } from '@/components/ui/LighthouseMark'
import { useLocale } from '@/lib/i18n/useLocale'

export function GalleryEmpty() {
  const { t } = useLocale()
  return (
    <Stack align="center" gap="sm" py={64} px="md" ta="center" className="surface">
      <LighthouseMark size={56} />
      <Title order={2}>{t('gallery.emptyTitle')}</Title>
      <Text c="dimmed" maw={460}>
        {t('gallery.emptyText')}
      </Text>
      <Code block>farol train flight-delay</Code>
    </Stack>
  )
}
