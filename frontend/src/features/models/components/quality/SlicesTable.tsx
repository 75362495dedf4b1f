import { Badge, Button, Table } from '@mantine/core'
import { useState } from 'react'

import type { ModelDetail, Slice } from '@/api/types'
import { ScrollTable } from '@/components/ui/ScrollTable'
import { useLocale } from '@/lib/i18n/useLocale'
import { formatMetric } from '@/lib/metrics'

import { sliceWords } from '../../sliceWords'

const SHOWN_AT_FIRST = 10

/** Where the model does worse, first; with its interval, since small parts prove little. */
export function SlicesTable({ model, slices }: { model: ModelDetail; slices: Slice[] }) {
  const { t, format } = useLocale()
  const [all, setAll] = useState(false)
  const ordered = [...slices].sort((a, b) => Number(b.worse) - Number(a.worse))
  const shown = all ? ordered : ordered.slice(0, SHOWN_AT_FIRST)
  return (
    <>
      <ScrollTable label={t('quality.slices')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('quality.part')}</Table.Th>
            <Table.Th ta="right">{t('quality.rows')}</Table.Th>
            <Table.Th ta="right">{t('quality.score')}</Table.Th>
            <Table.Th ta="right">{t('quality.interval')}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((slice) => (
            <SliceRow key={`${slice.feature}=${slice.value}`} model={model} slice={slice} />
          ))}
        </Table.Tbody>
      </ScrollTable>
      {ordered.length > SHOWN_AT_FIRST && (
        <Button
          variant="subtle"
          size="compact-sm"
          mt="sm"
          onClick={() => {
            setAll(!all)
          }}
        >
          {all
            ? t('quality.fewerSlices')
            : t('quality.allSlices', {
                count: ordered.length,
                formatted: format.integer(ordered.length),
              })}
        </Button>
      )}
    </>
  )
}

function SliceRow({ model, slice }: { model: ModelDetail; slice: Slice }) {
  const { t, format, text } = useLocale()
  const words = sliceWords(model, text, slice.feature, slice.value)
  const metric = model.evaluation?.metrics.find((candidate) => candidate.name === slice.metric)
  const shown = (value: number) =>
    formatMetric(metric ?? { name: slice.metric, unit: '' }, value, format)
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        <span className="dimmed">{words.title}: </span>
        {words.value}
      </Table.Th>
      <Table.Td ta="right">{format.integer(slice.rows)}</Table.Td>
      <Table.Td ta="right">{shown(slice.score)}</Table.Td>
      <Table.Td ta="right" className="dimmed">
        {slice.interval.map(shown).join(' – ')}
      </Table.Td>
      <Table.Td>
        {slice.worse && (
          <Badge color="buoy" variant="light" tt="none">
            {t('quality.worseHere')}
          </Badge>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
