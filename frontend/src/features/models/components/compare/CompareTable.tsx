import { Badge, Table } from '@mantine/core'
import type { ReactNode } from 'react'

import { ScrollTable } from '@/components/ui/ScrollTable'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './Compare.module.css'

export interface CompareRow {
  key: string
  title: ReactNode
  cells: ReactNode[]
  differs?: boolean
}

interface Props {
  label: string
  /** What the first column holds. */
  what: string
  versions: readonly { version: number }[]
  rows: CompareRow[]
}

const FIRST_COLUMN = 150
const COLUMN = 130

/** One thing a row, one version a column; the things stay in sight while the versions scroll. */
export function CompareTable({ label, what, versions, rows }: Props) {
  const { t } = useLocale()
  return (
    <ScrollTable label={label} minWidth={FIRST_COLUMN + versions.length * COLUMN}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th className={classes.first}>{what}</Table.Th>
          {versions.map(({ version }) => (
            <Table.Th key={version}>{t('model.versionNumber', { version })}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.key} style={{ verticalAlign: 'top' }}>
            <Table.Th scope="row" fw={500} className={classes.first}>
              {row.title}
              {row.differs && (
                <Badge color="beam" variant="light" tt="none" size="sm" ml={6}>
                  {t('compare.differs')}
                </Badge>
              )}
            </Table.Th>
            {row.cells.map((cell, index) => (
              <Table.Td key={versions[index]?.version} className={classes.cell}>
                {cell ?? '–'}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  )
}
