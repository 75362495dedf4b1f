import { Alert, Button, CopyButton, Group, Stack, Text, VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react'
import type { TFunction } from 'i18next'

import { ApiProblem } from '@/api/problem'
import { useSecondsUntil } from '@/lib/useSecondsUntil'
import { useLocale } from '@/lib/i18n/useLocale'

import { refusalText } from './refusals'

interface Props {
  error: unknown
  /** What was being done, as a sentence. */
  title: string
  onRetry?: () => void
}

function advice(error: unknown, t: TFunction): string {
  if (!(error instanceof ApiProblem)) return t('error.unexpected')
  const refusal = refusalText(error, t)
  if (refusal) return refusal
  if (error.status === 0) return t('error.offline')
  if (error.status === 401) return t('error.unauthorised')
  if (error.status === 404) return error.message || t('error.absent')
  if (error.status === 429) return t('error.tooMany')
  if (error.status === 503) return t('error.unavailable')
  if (error.status >= 500) return t('error.server')
  return error.message || error.title
}

/** What failed, what to do next, and the request's id to quote. */
export function ErrorState({ error, title, onRetry }: Props) {
  const { t } = useLocale()
  const problem = error instanceof ApiProblem ? error : null
  const left = useSecondsUntil(problem?.retryAt ?? null)
  const Icon = problem?.status === 0 ? IconPlugConnectedX : IconAlertTriangle
  return (
    <Alert icon={<Icon size={20} />} title={title} color="buoy" radius="lg" role="alert" p="lg">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{advice(error, t)}</Text>
        {problem?.retryAt != null && <Wait problem={problem} left={left} />}
        {problem?.requestId && (
          <Group gap="xs">
            <Text size="xs" c="dimmed">
              {t('error.requestId')} <span className="mono">{problem.requestId}</span>
            </Text>
            <CopyButton value={problem.requestId}>
              {({ copied, copy }) => (
                <Button size="compact-xs" variant="subtle" color="gray" onClick={copy}>
                  {copied ? t('action.copied') : t('action.copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
        )}
        {onRetry && (
          <Button size="sm" variant="default" onClick={onRetry} disabled={left > 0}>
            {t('action.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  )
}

/** Counts down for the eye; a screen reader hears how long it takes, and when it is over. */
function Wait({ problem, left }: { problem: ApiProblem; left: number }) {
  const { t } = useLocale()
  const first = problem.retryAfterSeconds ?? 0
  return (
    <Text size="sm" fw={560}>
      <span aria-hidden="true">{left > 0 ? t('error.wait', { count: left }) : t('error.now')}</span>
      <VisuallyHidden>
        {left > 0 ? t('error.wait', { count: first }) : t('error.now')}
      </VisuallyHidden>
    </Text>
  )
}
