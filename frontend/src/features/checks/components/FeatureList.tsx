import { Table, Text } from '@mantine/core'

import type { FeatureDrift } from '@/api/types'
import { Disclosure } from '@/components/ui/Disclosure'
import { ScrollTable } from '@/components/ui/ScrollTable'
import { SeverityBadge } from '@/components/ui/SeverityBadge'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './FeatureList.module.css'
import { HistogramBars } from './HistogramBars'

/** So many of the flagged ones are unfolded at once. */
const UNFOLDED = 2

interface Props {
  features: FeatureDrift[]
  /** What a feature is called on the model's form. */
  titleOf: (name: string) => string
}

/** Every feature with how it was judged and why, the most serious first. */
export function FeatureList({ features, titleOf }: Props) {
  const { t } = useLocale()
  const unfolded = new Set(features.filter(({ flagged }) => flagged).slice(0, UNFOLDED))
  return (
    <ul className={classes.features}>
      {features.map((feature) => (
        <li key={feature.name}>
          <div className={classes.head}>
            <h3 className={classes.name}>{titleOf(feature.name)}</h3>
            <SeverityBadge severity={feature.severity} />
          </div>
          <Text size="sm" lang="en">
            {feature.reason}
          </Text>
          <Disclosure
            label={t('drift.details')}
            name={t('drift.detailsOf', { feature: titleOf(feature.name) })}
            initiallyOpen={unfolded.has(feature)}
          >
            <FeatureDetails feature={feature} />
          </Disclosure>
        </li>
      ))}
    </ul>
  )
}

function FeatureDetails({ feature }: { feature: FeatureDrift }) {
  const { t, format } = useLocale()
  return (
    <div className={classes.details}>
      {feature.histogram && <HistogramBars histogram={feature.histogram} />}
      <div>
        <ScrollTable label={t('drift.effects')} minWidth={300}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('drift.effect')}</Table.Th>
              <Table.Th ta="right">{t('drift.value')}</Table.Th>
              <Table.Th ta="right">{t('drift.floor')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {feature.effects.map((effect) => (
              <Table.Tr key={effect.name}>
                <Table.Th scope="row" fw={400}>
                  {effect.name}
                </Table.Th>
                <Table.Td ta="right" fw={effect.value > effect.floor ? 620 : 400}>
                  {format.number(effect.value)}
                </Table.Td>
                <Table.Td ta="right">{format.number(effect.floor)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
        <Text size="xs" c="dimmed" mt={4}>
          {feature.mean_shift !== null &&
            `${t('drift.meanShift', { shift: format.signed(feature.mean_shift) })} `}
          {feature.adjusted_exceedance !== null &&
            t('drift.exceedance', { chance: format.chance(feature.adjusted_exceedance) })}
        </Text>
      </div>
    </div>
  )
}
