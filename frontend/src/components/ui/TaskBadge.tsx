import { Badge } from '@mantine/core'

import type { TaskName } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

const TITLES = {
  binary: 'task.binary',
  multiclass: 'task.multiclass',
  regression: 'task.regression',
  tensor: 'task.tensor',
} as const

export function TaskBadge({ task }: { task: TaskName }) {
  const { t } = useLocale()
  return (
    <Badge variant="default" size="sm" radius="sm" tt="none" fw={500}>
      {t(TITLES[task])}
    </Badge>
  )
}
