import { Table, Text } from '@mantine/core'

import type { Draft } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { ScrollTable } from '@/components/ui/ScrollTable'
import { useLocale } from '@/lib/i18n/useLocale'

import type { Findings } from '../types'

/** What the graph is made of, as the check found it. */
export function FindingsPanel({ draft }: { draft: Draft }) {
  const { t, format } = useLocale()
  const { findings } = draft
  if (!findings) return null
  const operators = Object.entries(findings.operators)
    .map(([name, version]) => `${name} ${String(version)}`)
    .join(', ')
  return (
    <Panel
      title={t('drafts.findings')}
      lead={t('drafts.findingsLead', {
        nodes: format.integer(findings.nodes),
        operators,
        size: format.bytes(draft.size_bytes),
      })}
    >
      <ScrollTable label={t('drafts.findings')} minWidth={420}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('drafts.tensor')}</Table.Th>
            <Table.Th>{t('drafts.datatype')}</Table.Th>
            <Table.Th>{t('drafts.shape')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Rows tensors={findings.inputs} what={t('drafts.input')} />
          <Rows tensors={findings.outputs} what={t('drafts.output')} />
        </Table.Tbody>
      </ScrollTable>
      {findings.notes.map((note) => (
        <Text key={note} size="sm" mt="sm" lang="en">
          {note}
        </Text>
      ))}
      <Text size="xs" c="dimmed" mt="md" className="mono" style={{ overflowWrap: 'anywhere' }}>
        SHA-256 {draft.sha256}
      </Text>
    </Panel>
  )
}

function Rows({ tensors, what }: { tensors: Findings['inputs']; what: string }) {
  const { t } = useLocale()
  return tensors.map(({ name, datatype, shape }) => (
    <Table.Tr key={what + name}>
      <Table.Th scope="row" fw={500}>
        <span className="dimmed">{what} </span>
        <span className="mono">{name}</span>
      </Table.Th>
      <Table.Td>{datatype}</Table.Td>
      <Table.Td>
        {shape.length === 0 ? t('drafts.oneValue') : shape.map((size) => size ?? '?').join(' × ')}
      </Table.Td>
    </Table.Tr>
  ))
}
