import { useReducedMotion } from '@mantine/hooks'
import { VisuallyHidden } from '@mantine/core'
import {
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
  ZAxis,
} from 'recharts'

import type { CalibrationBin } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

const HEIGHT = 340
const TICKS = [0, 0.25, 0.5, 0.75, 1]
const POINT_AREA: [number, number] = [50, 500]

/** What was said against what happened; on the diagonal the two agree. */
export default function CalibrationChart({ bins }: { bins: CalibrationBin[] }) {
  const { t, format } = useLocale()
  const still = useReducedMotion()
  const axis = {
    type: 'number' as const,
    domain: [0, 1],
    ticks: TICKS,
    tickFormatter: (share: number) => format.percent(share),
    tick: { fill: 'var(--mantine-color-dimmed)', fontSize: 12 },
    stroke: 'var(--farol-line-strong)',
  }
  return (
    <figure style={{ margin: 0 }}>
      <div aria-hidden="true">
        <ResponsiveContainer width="100%" height={HEIGHT}>
          <ScatterChart
            accessibilityLayer={false}
            margin={{ top: 8, right: 16, bottom: 28, left: 8 }}
          >
            <CartesianGrid stroke="var(--farol-line)" />
            <XAxis
              {...axis}
              dataKey="predicted"
              label={{
                value: t('quality.predicted'),
                position: 'bottom',
                fill: 'var(--mantine-color-dimmed)',
                fontSize: 12,
              }}
            />
            <YAxis
              {...axis}
              dataKey="observed"
              width={56}
              label={{
                value: t('quality.observed'),
                angle: -90,
                position: 'insideLeft',
                fill: 'var(--mantine-color-dimmed)',
                fontSize: 12,
                style: { textAnchor: 'middle' },
              }}
            />
            <ZAxis dataKey="rows" range={POINT_AREA} />
            <ReferenceLine
              segment={[
                { x: 0, y: 0 },
                { x: 1, y: 1 },
              ]}
              stroke="var(--farol-line-strong)"
              strokeDasharray="5 5"
            />
            <Tooltip content={<BinTooltip />} cursor={false} />
            <Scatter
              data={bins}
              fill="var(--farol-down)"
              fillOpacity={0.75}
              line={{ stroke: 'var(--farol-down)', strokeWidth: 2 }}
              isAnimationActive={!still}
            />
          </ScatterChart>
        </ResponsiveContainer>
      </div>
      <VisuallyHidden component="figcaption">
        {bins.map((bin) => (
          <span key={bin.predicted}>
            {t('quality.bin', {
              predicted: format.percent(bin.predicted),
              observed: format.percent(bin.observed),
              rows: format.integer(bin.rows),
            })}{' '}
          </span>
        ))}
      </VisuallyHidden>
    </figure>
  )
}

interface BinTooltipProps {
  active?: boolean
  payload?: { payload: CalibrationBin }[]
}

function BinTooltip({ active, payload }: BinTooltipProps) {
  const { t, format } = useLocale()
  const bin = payload?.[0]?.payload
  if (!active || !bin) return null
  return (
    <div className="surface" style={{ padding: '8px 12px', fontSize: 13 }}>
      {t('quality.bin', {
        predicted: format.percent(bin.predicted),
        observed: format.percent(bin.observed),
        rows: format.integer(bin.rows),
      })}
    </div>
  )
}
