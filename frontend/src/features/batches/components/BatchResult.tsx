import { Table, Text, Title } from '@mantine/core'

import type { BatchPrediction } from '@/api/types'
import { ScrollTable } from '@/components/ui/ScrollTable'
import { useLocale } from '@/lib/i18n/useLocale'

import { parseCsv } from '../file/csv'
import { useBatchText } from '../queries/batches'

const SHOWN_ROWS = 8
const SHOWN_COLUMNS = 3
const SHOWN_CHARACTERS = 40
const ANSWER = /^prediction_(?!source_row$|id$|row$)/

/** The first scored rows: what they were and what the model said. */
export function FirstResults({ batch }: { batch: BatchPrediction }) {
  const { t } = useLocale()
  const text = useBatchText(batch.format === 'csv' ? batch.result_url : null, batch)
  if (!text.data) return null
  const { columns, records } = parseCsv(text.data, ['prediction_id', 'prediction_row'])
  const indexed = columns.map((name, index) => ({ name, index }))
  const shown = [
    ...indexed.filter(({ name }) => !name.startsWith('prediction_')).slice(0, SHOWN_COLUMNS),
    ...indexed.filter(({ name }) => ANSWER.test(name)).slice(0, SHOWN_COLUMNS),
  ]
  return (
    <section aria-label={t('scoring.firstRows')}>
      <Title order={3} size="h4" mt="lg" mb="xs">
        {t('scoring.firstRows')}
      </Title>
      <ScrollTable label={t('scoring.firstRows')} minWidth={520}>
        <Table.Thead>
          <Table.Tr>
            {shown.map(({ name }) => (
              <Table.Th key={name} className="mono">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {records.slice(0, SHOWN_ROWS).map(({ line, cells }) => (
            <Table.Tr key={line}>
              {shown.map(({ name, index }) => (
                <Table.Td key={name}>{(cells[index] ?? '').slice(0, SHOWN_CHARACTERS)}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
    </section>
  )
}

interface Refused {
  row: number
  line?: number
  field: string
  reason: string
}

/** The first rows that the server left out, and why. */
export function FirstErrors({ batch }: { batch: BatchPrediction }) {
  const { t, format } = useLocale()
  const text = useBatchText(batch.errors_url, batch)
  if (!text.data) return null
  const refused = text.data
    .split('\n')
    .filter((line) => line !== '')
    .slice(0, SHOWN_ROWS)
    .map((line) => JSON.parse(line) as Refused)
  return (
    <section aria-label={t('scoring.refused')}>
      <Title order={3} size="h4" mt="lg" mb="xs">
        {t('scoring.refused')}
      </Title>
      <ul lang="en" style={{ margin: 0, paddingLeft: 20 }}>
        {refused.map(({ row, line, field, reason }) => (
          <li key={row}>
            <Text size="sm" span style={{ overflowWrap: 'anywhere' }}>
              {t('scoring.refusedRow', { line: format.integer(line ?? row + 1) })}{' '}
              {field && <span className="mono">{field}: </span>}
              {reason}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  )
}
