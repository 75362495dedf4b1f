import { Button, Container, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'

import { LighthouseMark } from '@/components/ui/LighthouseMark'
import { useLocale } from '@/lib/i18n/useLocale'
import { useDocumentTitle } from '@/lib/useDocumentTitle'

/** @param model - the name that was looked for, on a model's own page. */
export function NotFound({ model }: { readonly model?: string }) {
  const { t } = useLocale()
  const title = model ? t('notFound.model', { model }) : t('notFound.title')
  useDocumentTitle(title)
  return (
    <Container size="xs" py={96}>
      <Stack align="center" gap="md" ta="center">
        <LighthouseMark size={72} />
        <Title order={1}>{title}</Title>
        <Text c="dimmed">{model ? t('notFound.modelText') : t('notFound.text')}</Text>
        <Button component={Link} to="/">
          {t('notFound.home')}
        </Button>
      </Stack>
    </Container>
  )
}
