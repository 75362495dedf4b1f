import { Table } from '@mantine/core'

import type { SchemaField } from '@/api/types'
import { ScrollTable } from '@/components/ui/ScrollTable'
import { useLocale } from '@/lib/i18n/useLocale'

const SHOWN_CHOICES = 6

/** The columns that a file must have, and what may stand in them. */
export function ColumnsTable({ fields }: { fields: SchemaField[] }) {
  const { t, text } = useLocale()
  return (
    <ScrollTable label={t('batch.columns')} minWidth={560}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('batch.column')}</Table.Th>
          <Table.Th>{t('batch.meaning')}</Table.Th>
          <Table.Th>{t('batch.values')}</Table.Th>
          <Table.Th>{t('batch.mayBeEmpty')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {fields.map((field) => (
          <Table.Tr key={field.name}>
            <Table.Th scope="row" className="mono">
              {field.name}
            </Table.Th>
            <Table.Td>
              {text(field.title)}
              {field.unit && ` (${field.unit})`}
            </Table.Td>
            <Table.Td>
              <Values field={field} />
            </Table.Td>
            <Table.Td>{field.nullable ? t('form.yes') : t('form.no')}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  )
}

function Values({ field }: { field: SchemaField }) {
  const { t, format } = useLocale()
  if (field.choices.length > 0) {
    const rest = field.choices.length - SHOWN_CHOICES
    const shown = field.choices.slice(0, SHOWN_CHOICES).join(', ')
    return rest > 0 ? `${shown} ${t('batch.more', { rest: format.integer(rest) })}` : shown
  }
  if (field.minimum !== null && field.maximum !== null) {
    return `${format.number(field.minimum)} – ${format.number(field.maximum)}`
  }
  return field.shape.length > 0 ? field.shape.join(' × ') : field.datatype
}
