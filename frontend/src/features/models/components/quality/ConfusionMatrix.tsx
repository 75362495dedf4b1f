import { Table } from '@mantine/core'

import type { Evaluation, ModelDetail } from '@/api/types'
import { ScrollTable } from '@/components/ui/ScrollTable'
import { useLocale } from '@/lib/i18n/useLocale'

interface Props {
  model: Pick<ModelDetail, 'schema' | 'presentation'>
  confusion: Evaluation['confusion']
}

const MOST_TINT = 70
/** Beyond this many labels a matrix is unreadable; the labels with most rows are kept. */
const MOST_LABELS = 16

/** Truth by row, answer by column; each cell tinted by its share of its row. */
export function ConfusionMatrix({ model, confusion }: Props) {
  const { t, format, text } = useLocale()
  const rowsOf = (truth: string) =>
    Object.values(confusion[truth] ?? {}).reduce((sum, rows) => sum + rows, 0)
  const known = Object.keys(confusion).sort((a, b) => rowsOf(b) - rowsOf(a))
  const kept = new Set(known.slice(0, MOST_LABELS))
  const ordered = model.schema.labels.filter((label) => kept.has(label))
  const labels = ordered.length > 0 ? ordered : [...kept]
  const title = (label: string) => text(model.presentation?.label_titles[label], label)
  return (
    <ScrollTable label={t('quality.confusion')} minWidth={labels.length * 64 + 140}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('quality.truthByAnswer')}</Table.Th>
          {labels.map((label) => (
            <Table.Th key={label} ta="center">
              {title(label)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {labels.map((truth) => (
          <Table.Tr key={truth}>
            <Table.Th scope="row" fw={560}>
              {title(truth)}
            </Table.Th>
            {labels.map((answer) => {
              const rows = confusion[truth]?.[answer] ?? 0
              const share = rows / Math.max(rowsOf(truth), 1)
              const tone = truth === answer ? 'var(--farol-down-soft)' : 'var(--farol-up-soft)'
              const tint = rows > 0 ? Math.max(8, share * MOST_TINT) : 0
              return (
                <Table.Td
                  key={answer}
                  ta="center"
                  style={{
                    background: `color-mix(in srgb, ${tone} ${tint.toFixed(0)}%, transparent)`,
                  }}
                >
                  {format.integer(rows)}
                </Table.Td>
              )
            })}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  )
}
