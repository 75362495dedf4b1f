import { Alert, List, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'

import { useLocale } from '@/lib/i18n/useLocale'

import type { Gate, SliceComparison } from '../evidence'
import classes from './Evidence.module.css'

const SLICES_SHOWN = 6

/** What the gate found besides the comparison: suspicions, costs, and where it does worse. */
export function GateEvidence({ gate }: { gate: Gate }) {
  const { t, format } = useLocale()
  const facts: [string, string][] = [
    [t('evidence.latencyRatio'), t('evidence.times', { ratio: format.number(gate.latencyRatio) })],
    [t('evidence.sizeRatio'), t('evidence.times', { ratio: format.number(gate.sizeRatio) })],
    [t('evidence.agreement'), format.percent(gate.agreement, 0, 1)],
    [t('evidence.nanAnswers'), format.integer(gate.nanAnswers)],
  ]
  return (
    <>
      {gate.suspicions.length > 0 && (
        <Alert
          color="buoy"
          my="md"
          icon={<IconAlertTriangle size={20} />}
          title={t('evidence.suspicions')}
        >
          <List size="sm">
            {gate.suspicions.map((sentence) => (
              <List.Item key={sentence} lang="en">
                {sentence}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      <dl className={classes.facts}>
        {facts.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {gate.slices.length > 0 && <WorstSlices slices={gate.slices} />}
    </>
  )
}

/** The slices whose loss may have grown most, by the cautious end of their interval. */
function WorstSlices({ slices }: { slices: SliceComparison[] }) {
  const { t, format } = useLocale()
  const worst = slices.toSorted((one, other) => other.lower - one.lower).slice(0, SLICES_SHOWN)
  return (
    <>
      <Text size="sm" fw={560} mt="md" mb={4}>
        {t('evidence.slices')}
      </Text>
      <ul className={classes.slices}>
        {worst.map((slice) => (
          <li key={slice.name}>
            <span>{slice.name}</span>
            <span>
              {t('evidence.slice', {
                change: format.signedPercent(slice.change),
                lower: format.signedPercent(slice.lower),
                upper: format.signedPercent(slice.upper),
                rows: format.integer(slice.rows),
              })}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
