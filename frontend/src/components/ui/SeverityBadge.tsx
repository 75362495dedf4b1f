import { Badge } from '@mantine/core'

import type { Severity } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

const TITLES = {
  'too little data': 'severity.tooLittle',
  none: 'severity.none',
  moderate: 'severity.moderate',
  serious: 'severity.serious',
} as const

const COLOURS: Record<Severity, string> = {
  'too little data': 'gray',
  none: 'sea',
  moderate: 'beam',
  serious: 'buoy',
}

export function SeverityBadge({ severity }: { severity: Severity }) {
  const { t } = useLocale()
  return (
    <Badge color={COLOURS[severity]} variant="light" tt="none" fw={560}>
      {t(TITLES[severity])}
    </Badge>
  )
}
