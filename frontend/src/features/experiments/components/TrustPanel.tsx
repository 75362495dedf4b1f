import { Alert, Badge, Table, Text, Title } from '@mantine/core'

import type { ExperimentMeasure, ExperimentResult } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { ScrollTable } from '@/components/ui/ScrollTable'
import { useLocale } from '@/lib/i18n/useLocale'

import { useMeasure } from '../useMeasure'

/** Whether the comparison may be believed, and whether anything else has become worse. */
export function TrustPanel({ result }: { result: ExperimentResult }) {
  const { t } = useLocale()
  return (
    <Panel title={t('experiment.trust')} lead={t('experiment.trustLead')}>
      <RatioTable result={result} />
      {result.guardrails.length > 0 && <GuardrailTable result={result} />}
    </Panel>
  )
}

function RatioTable({ result }: { result: ExperimentResult }) {
  const { t, format } = useLocale()
  const { ratio } = result
  const total = Object.values(ratio.counts).reduce((sum, count) => sum + count, 0)
  return (
    <>
      <Title order={3} mb="xs">
        {t('experiment.ratio')}
      </Title>
      {ratio.mismatch ? (
        <Alert color="buoy" mb="sm">
          {t('experiment.ratioWrong')}
        </Alert>
      ) : (
        <Text size="sm" mb="xs">
          {t('experiment.ratioRight')}
        </Text>
      )}
      <ScrollTable label={t('experiment.ratio')} minWidth={420}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('experiment.arm')}</Table.Th>
            <Table.Th ta="right">{t('experiment.subjects')}</Table.Th>
            <Table.Th ta="right">{t('experiment.share')}</Table.Th>
            <Table.Th ta="right">{t('experiment.expectedShare')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {Object.entries(ratio.expected_shares).map(([arm, expected]) => (
            <Table.Tr key={arm}>
              <Table.Th scope="row" fw={520}>
                {arm}
              </Table.Th>
              <Table.Td ta="right">{format.integer(ratio.counts[arm] ?? 0)}</Table.Td>
              <Table.Td ta="right">
                {total === 0 ? '–' : format.percent((ratio.counts[arm] ?? 0) / total, 1)}
              </Table.Td>
              <Table.Td ta="right">{format.percent(expected, 1)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
    </>
  )
}

function GuardrailTable({ result }: { result: ExperimentResult }) {
  const { t } = useLocale()
  const measure = useMeasure()
  return (
    <>
      <Title order={3} mt="xl" mb="xs">
        {t('policyGroup.guardrails')}
      </Title>
      <ScrollTable label={t('policyGroup.guardrails')} minWidth={520}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('guardrail.title')}</Table.Th>
            <Table.Th>{t('guardrail.verdict')}</Table.Th>
            <Table.Th ta="right">{t('experiment.tolerance')}</Table.Th>
            {result.arms.map(({ name }) => (
              <Table.Th key={name} ta="right">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {result.guardrails.map((guardrail) => (
            <Table.Tr key={guardrail.measure}>
              <Table.Th scope="row" fw={520}>
                {measure.title(guardrail.measure)}
              </Table.Th>
              <Table.Td>
                <GuardrailVerdict result={result} name={guardrail.measure} />
              </Table.Td>
              <Table.Td ta="right">
                {measure.figure(guardrail.measure, guardrail.tolerance)}
              </Table.Td>
              {result.arms.map(({ name }) => (
                <Table.Td key={name} ta="right">
                  {measure.figure(guardrail.measure, guardrail.means[name])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
    </>
  )
}

interface VerdictProps {
  result: ExperimentResult
  name: ExperimentMeasure
}

function GuardrailVerdict({ result, name }: VerdictProps) {
  const { t } = useLocale()
  const broken = result.arms.filter((arm) => arm.breached.includes(name))
  if (broken.length > 0) {
    return (
      <Badge color="buoy" variant="light" tt="none" fw={560}>
        {t('experiment.brokenBy', { arms: broken.map((arm) => arm.name).join(', ') })}
      </Badge>
    )
  }
  const known = result.arms.every((arm) => !arm.unjudged.includes(name))
  return (
    <Badge color={known ? 'sea' : 'gray'} variant="light" tt="none" fw={560}>
      {known ? t('guardrail.held') : t('guardrail.tooLittle')}
    </Badge>
  )
}
