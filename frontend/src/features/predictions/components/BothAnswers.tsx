import { Group, Table, Text } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'

import type { ModelDetail, Prediction } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import type { Both } from '../inBrowser/useBoth'
import { labelOf, labelTitle, numberOf } from '../reading'
import { useWords } from './useWords'

/** Of a percentage: probabilities have six. */
const DECIMALS = 4

/** Both answers to one row with both times, and how far they are apart. */
export function BothAnswers({ model, both }: { model: ModelDetail; both: Both }) {
  const { t, format } = useLocale()
  const { here, server } = both
  const seconds = (value: number | null) => (value === null ? '–' : format.seconds(value))
  return (
    <>
      <Table mt="md" verticalSpacing="xs" className="numeric" layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            <Table.Th scope="col">{t('inBrowser.here')}</Table.Th>
            <Table.Th scope="col">{t('inBrowser.server')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Table.Tr>
            <Table.Th scope="row">{t('inBrowser.answer')}</Table.Th>
            <Table.Td>
              <Answer model={model} prediction={here.prediction} />
            </Table.Td>
            <Table.Td>
              <Answer model={model} prediction={server.prediction} />
            </Table.Td>
          </Table.Tr>
          <Table.Tr>
            <Table.Th scope="row">{t('inBrowser.computing')}</Table.Th>
            <Table.Td>{seconds(here.scoringSeconds)}</Table.Td>
            <Table.Td>{seconds(server.inServerSeconds)}</Table.Td>
          </Table.Tr>
          <Table.Tr>
            <Table.Th scope="row">{t('inBrowser.whole')}</Table.Th>
            <Table.Td>{seconds(here.totalSeconds)}</Table.Td>
            <Table.Td>{seconds(server.roundTripSeconds)}</Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
      <Verdict both={both} />
    </>
  )
}

/** With every digit that the server writes: what is compared is what is shown. */
function Answer({ model, prediction }: { model: ModelDetail; prediction: Prediction }) {
  const { format } = useLocale()
  const words = useWords(model)
  const { task, labels } = model.schema
  const probability = numberOf(prediction, 'probability')
  const value = numberOf(prediction, 'value')
  // A binary model's probability is that of its second label, whichever it decides for.
  const label = task === 'binary' ? labels[1] : labelOf(prediction)
  if (probability === null) return value === null ? '–' : format.exact(value)
  return (
    <>
      <strong>{format.percent(probability, DECIMALS)}</strong> {label && labelTitle(label, words)}
    </>
  )
}

function Verdict({ both }: { both: Both }) {
  const { t, format } = useLocale()
  const { agrees, largestDifference } = both.agreement
  const Icon = agrees ? IconCheck : IconX
  const difference = Number.isFinite(largestDifference) ? format.number(largestDifference) : '∞'
  const agreement =
    largestDifference === 0 ? t('inBrowser.same') : t('inBrowser.agree', { difference })
  return (
    <Group gap="xs" mt="sm" wrap="nowrap" role="status">
      <Icon size={18} style={{ flexShrink: 0 }} aria-hidden="true" />
      <Text size="sm">{agrees ? agreement : t('inBrowser.disagree', { difference })}</Text>
    </Group>
  )
}
