import { useReducedMotion } from '@mantine/hooks'
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'

import type { Kpi, KpiPoint } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { courseOf } from '../board'
import type { Interval } from '../search'
import { useIntervalName } from './useIntervalName'

const MARGIN = { top: 18, right: 16, bottom: 4, left: 4 }
const Y_AXIS_WIDTH = 68
const TICK = { fill: 'var(--mantine-color-dimmed)', fontSize: 12 }
const MOST_DOTS = 40

interface Point {
  at: string
  value: number | null
  before: number | null
  interval: [number, number] | null
  now: KpiPoint
  then: KpiPoint | undefined
}

interface Props {
  kpi: Kpi
  interval: Interval
  /** When the numbers were taken. */
  asOf: string
  height: number
  write: (value: number) => string
}

/** The course of a number over its period, with that of the period it is compared with. The table
 * beside it says the same in numbers. */
export default function TrendChart({ kpi, interval, asOf, height, write }: Props) {
  const { t, format } = useLocale()
  const still = useReducedMotion()
  const course = courseOf(kpi, kpi.series, asOf)
  const points = kpi.series.map((now, index): Point => {
    const then = kpi.previous_series[index]
    const { at, low, high } = now
    const between: [number, number] | null = low !== null && high !== null ? [low, high] : null
    return {
      at,
      value: course[index] ?? null,
      before: then?.value ?? null,
      interval: between,
      now,
      then,
    }
  })
  return (
    <div aria-hidden="true">
      <ResponsiveContainer width="100%" height={height}>
        <ComposedChart data={points} margin={MARGIN} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--farol-line)" vertical={false} />
          <XAxis
            dataKey="at"
            tickFormatter={interval === 'month' ? format.month : format.shortDay}
            tick={TICK}
            stroke="var(--farol-line-strong)"
            minTickGap={28}
          />
          <YAxis
            width={Y_AXIS_WIDTH}
            domain={kpi.unit === 'count' || kpi.unit === 'money' ? [0, 'auto'] : ['auto', 'auto']}
            tick={TICK}
            stroke="var(--farol-line-strong)"
            tickFormatter={write}
          />
          <Tooltip content={<PointTooltip interval={interval} write={write} />} />
          <Area
            dataKey="interval"
            stroke="none"
            fill="var(--farol-down)"
            fillOpacity={0.16}
            isAnimationActive={!still}
            activeDot={false}
          />
          <Line
            dataKey="before"
            stroke="var(--farol-line-strong)"
            strokeWidth={2}
            strokeDasharray="4 5"
            dot={false}
            isAnimationActive={!still}
          />
          <Line
            dataKey="value"
            stroke="var(--farol-down)"
            strokeWidth={2}
            dot={points.length < MOST_DOTS ? { r: 3, fill: 'var(--farol-down)' } : false}
            isAnimationActive={!still}
          />
          {kpi.target !== null && (
            <ReferenceLine
              y={kpi.target}
              ifOverflow="extendDomain"
              stroke="var(--farol-lamp)"
              strokeWidth={2}
              strokeDasharray="6 4"
              label={{ value: t('dashboard.targetLine'), position: 'insideTopLeft', ...TICK }}
            />
          )}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  )
}

interface TooltipProps {
  active?: boolean
  payload?: { payload: Point }[]
  interval: Interval
  write: (value: number) => string
}

function PointTooltip({ active, payload, interval, write }: TooltipProps) {
  const { t } = useLocale()
  const nameOf = useIntervalName(interval)
  const point = payload?.[0]?.payload
  if (!active || !point) return null
  return (
    <div className="surface" style={{ padding: '8px 12px', fontSize: 13 }}>
      <div>{nameOf(point.now)}</div>
      <strong>{point.now.value === null ? '–' : write(point.now.value)}</strong>
      {point.interval && (
        <div>
          {t('dashboard.between', {
            low: write(point.interval[0]),
            high: write(point.interval[1]),
          })}
        </div>
      )}
      {point.then && point.before !== null && (
        <div className="dimmed">
          {nameOf(point.then)}: {write(point.before)}
        </div>
      )}
    </div>
  )
}
