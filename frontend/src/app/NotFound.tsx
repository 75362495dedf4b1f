import { Button, Container, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'

import { LighthouseMark } from '@/components/ui/LighthouseMark'
import { useLocale } from '@/lib/i18n/useLocale'

export function NotFound() {
  const { t } = useLocale()
  return (
    <Container size="xs" py={96}>
      <Stack align="center" gap="md" ta="center">
        <LighthouseMark size={72} />
        <Title order={1}>{t('notFound.title')}</Title>
        <Text c="dimmed">{t('notFound.text')}</Text>
        <Button component={Link} to="/">
          {t('notFound.home')}
        </Button>
      </Stack>
    </Container>
  )
}
