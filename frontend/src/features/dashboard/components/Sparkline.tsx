import { useId } from 'react'

import classes from './Sparkline.module.css'

const WIDTH = 100
const HEIGHT = 32
const MARGIN = 3

interface Props {
  values: (number | null)[]
  previous?: (number | null)[]
  /** What the values are held against. */
  target?: number | null
  height?: number
}

/** The course of a number, beside its course before; what it shows is said in words elsewhere. */
export function Sparkline({ values, previous = [], target = null, height = 44 }: Props) {
  const gradient = useId()
  const known = [...values, ...previous, target].filter((value) => value !== null)
  const place = placing(known, values.length, previous.length)
  return (
    <svg
      className={classes.spark}
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      preserveAspectRatio="none"
      style={{ height }}
      aria-hidden="true"
      focusable="false"
    >
      <defs>
        <linearGradient id={gradient} x1="0" x2="0" y1="0" y2="1">
          <stop offset="0%" className={classes.from} />
          <stop offset="100%" className={classes.to} />
        </linearGradient>
      </defs>
      {stretches(values, place).map((points) => (
        <path key={points[0]} d={area(points)} fill={`url(#${gradient})`} />
      ))}
      {target !== null && known.length > 1 && (
        <line
          className={classes.target}
          x1={0}
          x2={WIDTH}
          y1={place(0, target)[1]}
          y2={place(0, target)[1]}
        />
      )}
      {stretches(previous, place).map((points) => (
        <path key={points[0]} className={classes.previous} d={line(points)} />
      ))}
      {stretches(values, place).map((points) => (
        <path key={points[0]} className={classes.line} d={line(points)} />
      ))}
    </svg>
  )
}

type Place = (index: number, value: number) => [x: number, y: number]

function placing(known: number[], ...lengths: number[]): Place {
  const least = Math.min(...known)
  const most = Math.max(...known)
  const last = Math.max(...lengths, 2) - 1
  const room = HEIGHT - 2 * MARGIN
  return (index, value) => [
    (index / last) * WIDTH,
    MARGIN + (most === least ? room / 2 : (1 - (value - least) / (most - least)) * room),
  ]
}

/** The runs of values that are known, each as texts of its points. */
function stretches(values: (number | null)[], place: Place): string[][] {
  const found: string[][] = []
  values.forEach((value, index) => {
    if (value === null) return
    const point = place(index, value)
      .map((number) => number.toFixed(2))
      .join(' ')
    if (index > 0 && values[index - 1] !== null) found.at(-1)?.push(point)
    else found.push([point])
  })
  return found
}

/** A single point is a dash, so that it is seen. */
function line(points: string[]): string {
  return points.length === 1 ? `M${points[0] ?? ''}h1.5` : `M${points.join('L')}`
}

function area(points: string[]): string {
  const x = (point: string | undefined) => point?.split(' ')[0] ?? '0'
  return `M${x(points[0])} ${String(HEIGHT)}L${points.join('L')}L${x(points.at(-1))} ${String(HEIGHT)}Z`
}
