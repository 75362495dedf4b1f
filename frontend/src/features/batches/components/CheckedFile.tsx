import { Alert, Button, Table, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'

import { ScrollTable } from '@/components/ui/ScrollTable'
import { useLocale } from '@/lib/i18n/useLocale'

import { type FileCheck, LISTED } from '../file/check'
import { fileProblemText, rowProblemText } from '../file/words'

interface Props {
  name: string
  check: FileCheck
  isSent: boolean
  isPending: boolean
  onSend: () => void
}

/** What is wrong with a file, before it is sent; nothing where nothing is. */
export function CheckedFile({ name, check, isSent, isPending, onSend }: Props) {
  const { t, format } = useLocale()
  if (check.problem) {
    return (
      <Alert
        mt="md"
        radius="lg"
        color="buoy"
        role="alert"
        icon={<IconAlertTriangle size={20} />}
        title={t('scoring.unusable', { name })}
      >
        {fileProblemText(check.problem, t)}
      </Alert>
    )
  }
  return (
    <div role="status">
      {check.unused.length > 0 && (
        <Text size="sm" mt="md">
          {t('scoring.unused', { columns: check.unused.join(', ') })}
        </Text>
      )}
      {check.badRows > 0 && !isSent && (
        <>
          <Text mt="md" fw={600}>
            {t('scoring.badRows', { count: check.badRows, rows: format.integer(check.rows), name })}
          </Text>
          <ScrollTable label={t('scoring.problems')} minWidth={420}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('scoring.line')}</Table.Th>
                <Table.Th>{t('batch.column')}</Table.Th>
                <Table.Th>{t('scoring.problem')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {check.rowProblems.map((row) => (
                <Table.Tr key={row.line}>
                  <Table.Td>{row.line}</Table.Td>
                  <Table.Td className="mono">{row.column || '–'}</Table.Td>
                  <Table.Td>{rowProblemText(row, t, format)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </ScrollTable>
          {check.badRows > LISTED && (
            <Text size="sm" c="dimmed" mt="xs">
              {t('scoring.moreProblems', { rest: format.integer(check.badRows - LISTED) })}
            </Text>
          )}
          <Button
            mt="md"
            loading={isPending}
            disabled={check.badRows === check.rows}
            onClick={onSend}
          >
            {t('scoring.sendAnyway')}
          </Button>
        </>
      )}
    </div>
  )
}
