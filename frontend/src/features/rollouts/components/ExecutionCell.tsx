import { Text } from '@mantine/core'

import type { Execution } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

/** How a version runs, what that was decided from, and why. */
export function ExecutionCell({ execution }: { execution: Execution }) {
  const { t, format } = useLocale()
  const mode = execution.mode === 'inline' ? t('execution.inline') : t('execution.thread')
  const batching =
    execution.max_batch_size > 1
      ? t('execution.batched', { rows: format.integer(execution.max_batch_size) })
      : t('execution.unbatched')
  return (
    <>
      {mode}, {batching}
      {execution.overridden && ` (${t('execution.overridden')})`}
      <Text size="xs" c="dimmed" maw={320}>
        {t('execution.measured', {
          row: format.seconds(execution.row_seconds),
          batch: format.seconds(execution.batch_seconds),
          rows: format.integer(execution.batch_rows),
          memory: format.bytes(execution.memory_bytes),
        })}{' '}
        {execution.reason}
      </Text>
    </>
  )
}
