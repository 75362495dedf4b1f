import { useMemo } from 'react'

import type { Option, Row } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import type { FormField } from '../../form/fields'
import classes from './AirportMap.module.css'
import { LAND, STATE_BORDERS } from './outline'
import { MAP_HEIGHT, MAP_WIDTH, type Position, project } from './projection'

interface Props {
  airports: FormField[]
  values: Row
  onPick: (name: string, value: string) => void
}

function pathOf(line: string): string {
  const points = line.split(' ').map((pair) => {
    const [longitude = 0, latitude = 0] = pair.split(',').map(Number)
    const { x, y } = project({ longitude, latitude })
    return `${x.toFixed(1)} ${y.toFixed(1)}`
  })
  return `M${points.join('L')}`
}

const LAND_PATH = LAND.map((line) => `${pathOf(line)}Z`).join('')
const BORDER_PATH = STATE_BORDERS.map(pathOf).join('')

function positionOf({ latitude, longitude }: Option): Position | null {
  return latitude === null || longitude === null ? null : project({ latitude, longitude })
}

/**
 * The airports of a route, and the route. A pointer may pick on it; the lists under it do the same
 * for everyone, so that the picture itself need not be operable by keyboard.
 */
export default function AirportMap({ airports, values, onPick }: Props) {
  const { t, text } = useLocale()
  const chosen = airports.map(({ field, options }) =>
    options.find((option) => option.value === values[field.name]),
  )
  const [from, to] = chosen.map((option) => (option ? positionOf(option) : null))
  const names = chosen.map((option) => (option ? text(option.label, option.value) : '–'))
  return (
    <svg
      className={classes.map}
      viewBox={`0 0 ${String(MAP_WIDTH)} ${String(MAP_HEIGHT)}`}
      role="img"
      aria-label={t('map.label', { route: names.join(' → ') })}
    >
      <path d={LAND_PATH} className={classes.land} />
      <path d={BORDER_PATH} className={classes.borders} />
      {airports.map((airport, index) => (
        <Airports
          key={airport.field.name}
          airport={airport}
          chosen={chosen[index]}
          onPick={onPick}
        />
      ))}
      {from && to && <Route from={from} to={to} />}
      {chosen.map((option, index) => (
        <Pin key={airports[index]?.field.name} option={option} />
      ))}
    </svg>
  )
}

interface AirportsProps {
  airport: FormField
  chosen: Option | undefined
  onPick: Props['onPick']
}

const DOT_RADIUS = 5
const TOUCH_RADIUS = 13

function Airports({ airport, chosen, onPick }: AirportsProps) {
  const { text } = useLocale()
  const dots = useMemo(
    () =>
      airport.options.flatMap((option) => {
        const position = positionOf(option)
        return position ? [{ option, position }] : []
      }),
    [airport.options],
  )
  return dots.map(({ option, position }) => (
    <g
      key={option.value}
      className={classes.airport}
      data-chosen={option === chosen || undefined}
      onClick={() => {
        onPick(airport.field.name, option.value)
      }}
    >
      <title>{text(option.label, option.value)}</title>
      <circle cx={position.x} cy={position.y} r={TOUCH_RADIUS} fill="transparent" />
      <circle cx={position.x} cy={position.y} r={DOT_RADIUS} className={classes.dot} />
    </g>
  ))
}

/** How far the line bows, as a share of its length: a flight seen on a flat map. */
const BOW = 0.16

function Route({ from, to }: { from: Position; to: Position }) {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 - length * BOW }
  const path = `M${from.x.toFixed(1)} ${from.y.toFixed(1)}Q${middle.x.toFixed(1)} ${middle.y.toFixed(1)} ${to.x.toFixed(1)} ${to.y.toFixed(1)}`
  return <path key={path} d={path} className={classes.route} pathLength={1} />
}

function Pin({ option }: { option: Option | undefined }) {
  const position = option && positionOf(option)
  if (!position) return null
  const left = position.x > MAP_WIDTH * 0.85
  return (
    <g className={classes.pin}>
      <circle cx={position.x} cy={position.y} r={9} />
      <text
        x={position.x + (left ? -14 : 14)}
        y={position.y + 6}
        textAnchor={left ? 'end' : 'start'}
      >
        {option.value}
      </text>
    </g>
  )
}
