import { Badge, Table, Text } from '@mantine/core'

import { ScrollTable } from '@/components/ui/ScrollTable'
import { useLocale } from '@/lib/i18n/useLocale'

import type { Guardrail } from '../evidence'

const TITLES = {
  errors: 'guardrail.errors',
  latency: 'guardrail.latency',
  score_shift: 'guardrail.scoreShift',
  nan_answers: 'guardrail.nanAnswers',
} as const

const VERDICTS = {
  held: 'guardrail.held',
  breached: 'guardrail.breached',
  too_little_data: 'guardrail.tooLittle',
} as const

const COLOURS = { held: 'sea', breached: 'buoy', too_little_data: 'gray' } as const

/** What must not happen, whatever the quality, and whether it has. */
export function GuardrailTable({ guardrails }: { guardrails: Guardrail[] }) {
  const { t, format } = useLocale()
  const write = (guardrail: Guardrail, value: number) => {
    if (!Number.isFinite(value)) return '–'
    const isShare = guardrail.name === 'errors' || guardrail.name === 'nan_answers'
    return isShare ? format.percent(value, 0, 2) : format.number(value)
  }
  return (
    <ScrollTable label={t('guardrail.title')} minWidth={520}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('guardrail.title')}</Table.Th>
          <Table.Th>{t('guardrail.verdict')}</Table.Th>
          <Table.Th ta="right">{t('guardrail.measured')}</Table.Th>
          <Table.Th ta="right">{t('guardrail.limit')}</Table.Th>
          <Table.Th ta="right">{t('quality.rows')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {guardrails.map((guardrail) => (
          <Table.Tr key={guardrail.name}>
            <Table.Th scope="row" fw={520}>
              {t(TITLES[guardrail.name])}
              {guardrail.detail && (
                <Text size="xs" c="dimmed" fw={400} lang="en">
                  {guardrail.detail}
                </Text>
              )}
            </Table.Th>
            <Table.Td>
              <Badge color={COLOURS[guardrail.verdict]} variant="light" tt="none" fw={560}>
                {t(VERDICTS[guardrail.verdict])}
              </Badge>
            </Table.Td>
            <Table.Td ta="right">{write(guardrail, guardrail.value)}</Table.Td>
            <Table.Td ta="right">{write(guardrail, guardrail.limit)}</Table.Td>
            <Table.Td ta="right">
              {Number.isFinite(guardrail.rows) ? format.integer(guardrail.rows) : '–'}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  )
}
