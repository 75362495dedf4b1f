import { Badge, Text } from '@mantine/core'

import { IntervalBar } from '@/components/charts/IntervalBar'
import { useLocale } from '@/lib/i18n/useLocale'

import { type Comparison, type Demand, standing } from '../evidence'

interface Props {
  title: string
  found: Comparison
  /** Accepted loss above the champion's, as a share of it. */
  margin: number
  demand: Demand
}

const SHOWN = {
  no_harm: 'evidence.noHarm',
  not_worse: 'evidence.notWorse',
  better: 'evidence.better',
} as const
const COLOURS = { good: 'sea', worse: 'buoy', open: 'beam' } as const

/** The candidate's loss against the champion's, and whether that is shown or only seen. */
export function ComparisonFigure({ title, found, margin, demand }: Props) {
  const { t, format } = useLocale()
  if (!Number.isFinite(found.lower) || !Number.isFinite(found.upper)) {
    return (
      <Text size="sm" c="dimmed">
        {t('evidence.unmeasured')}
      </Text>
    )
  }
  const tolerated = found.isRelative && demand !== 'better' ? margin : 0
  const tone = standing(found, tolerated, demand)
  const write = found.isRelative ? format.signedPercent : format.signed
  const verdicts = {
    good: t(SHOWN[demand]),
    worse: t('evidence.worse'),
    open: t('evidence.undecided'),
  }
  return (
    <figure style={{ margin: 0 }}>
      <figcaption>
        <Text fw={560} size="sm" component="span" mr="sm">
          {title}
        </Text>
        <Badge color={COLOURS[tone]} variant="light" tt="none" fw={560}>
          {verdicts[tone]}
        </Badge>
        <Text size="sm" mt={6} mb="xs">
          {t('evidence.comparison', {
            change: write(found.change),
            lower: write(found.lower),
            upper: write(found.upper),
            confidence: format.percent(found.confidence),
            rows: format.integer(found.rows),
          })}
        </Text>
      </figcaption>
      <IntervalBar
        value={found.change}
        lower={found.lower}
        upper={found.upper}
        limit={tolerated}
        tone={tone}
        limitLabel={t('evidence.accepted')}
        format={write}
      />
    </figure>
  )
}
