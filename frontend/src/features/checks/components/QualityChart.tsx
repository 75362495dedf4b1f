import { useReducedMotion } from '@mantine/hooks'
import {
  Area,
  Bar,
  BarChart,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'

import { useLocale } from '@/lib/i18n/useLocale'

import type { Point } from '../periods'

const HEIGHT = 280
const COVERAGE_HEIGHT = 110
const MARGIN = { top: 18, right: 16, bottom: 4, left: 4 }
const Y_AXIS_WIDTH = 56
const TICK = { fill: 'var(--mantine-color-dimmed)', fontSize: 12 }

interface Props {
  points: Point[]
  /** What the model's card promises, or null. */
  promised: number | null
  write: (value: number) => string
}

/** A figure over event time with its interval, and below it how much of the truth is in. */
export default function QualityChart({ points, promised, write }: Props) {
  const { t, format } = useLocale()
  const still = useReducedMotion()
  const xAxis = {
    dataKey: 'start',
    tickFormatter: format.day,
    tick: TICK,
    stroke: 'var(--farol-line-strong)',
    minTickGap: 28,
  }
  return (
    <div aria-hidden="true">
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <ComposedChart data={points} margin={MARGIN} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--farol-line)" vertical={false} />
          <XAxis {...xAxis} />
          <YAxis
            width={Y_AXIS_WIDTH}
            domain={['auto', 'auto']}
            tick={TICK}
            stroke="var(--farol-line-strong)"
            tickFormatter={write}
          />
          <Tooltip content={<PointTooltip write={write} />} />
          <Area
            dataKey="interval"
            stroke="none"
            fill="var(--farol-down)"
            fillOpacity={0.18}
            isAnimationActive={!still}
            activeDot={false}
          />
          <Line
            dataKey="value"
            stroke="var(--farol-down)"
            strokeWidth={2}
            dot={points.length < 40 ? { r: 3, fill: 'var(--farol-down)' } : false}
            isAnimationActive={!still}
          />
          {promised !== null && (
            <ReferenceLine
              y={promised}
              ifOverflow="extendDomain"
              stroke="var(--farol-lamp)"
              strokeWidth={2}
              strokeDasharray="6 4"
              label={{ value: t('quality.promise'), position: 'insideTopLeft', ...TICK }}
            />
          )}
          {points
            .filter(({ arrived }) => arrived.length > 0)
            .map((point) => (
              <ReferenceLine
                key={point.start}
                x={point.start}
                stroke="var(--farol-line-strong)"
                label={{
                  value: point.arrived.map((version) => `v${String(version)}`).join(', '),
                  position: 'top',
                  ...TICK,
                }}
              />
            ))}
        </ComposedChart>
      </ResponsiveContainer>
      <ResponsiveContainer width="100%" height={COVERAGE_HEIGHT}>
        <BarChart data={points} margin={MARGIN} accessibilityLayer={false}>
          <XAxis {...xAxis} />
          <YAxis
            width={Y_AXIS_WIDTH}
            domain={[0, 1]}
            ticks={[0, 0.5, 1]}
            tick={TICK}
            stroke="var(--farol-line-strong)"
            tickFormatter={(share: number) => format.percent(share)}
          />
          <Tooltip content={<PointTooltip write={write} />} cursor={{ fillOpacity: 0.15 }} />
          <Bar
            dataKey="coverage"
            fill="var(--farol-line-strong)"
            radius={[3, 3, 0, 0]}
            isAnimationActive={!still}
          />
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
}

interface TooltipProps {
  active?: boolean
  payload?: { payload: Point }[]
  write: (value: number) => string
}

function PointTooltip({ active, payload, write }: TooltipProps) {
  const { t, format } = useLocale()
  const point = payload?.[0]?.payload
  if (!active || !point) return null
  return (
    <div className="surface" style={{ padding: '8px 12px', fontSize: 13 }}>
      <div>{format.day(point.start)}</div>
      {point.value !== null && <strong>{write(point.value)}</strong>}
      {point.interval !== null && (
        <div>
          {t('quality.between', {
            lower: write(point.interval[0]),
            upper: write(point.interval[1]),
          })}
        </div>
      )}
      <div>
        {t('quality.truths', {
          truths: format.integer(point.truths),
          rows: format.integer(point.rows),
        })}
      </div>
    </div>
  )
}
