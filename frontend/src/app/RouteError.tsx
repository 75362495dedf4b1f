import { Container } from '@mantine/core'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'

import { ErrorState } from '@/components/ui/ErrorState'
import { useLocale } from '@/lib/i18n/useLocale'

/** Shown instead of a page whose code failed; the rest of the frame stays. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const { t } = useLocale()
  const router = useRouter()
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <Container size="sm" py="xl">
      <ErrorState error={error} title={t('error.page')} onRetry={retry} />
    </Container>
  )
}
