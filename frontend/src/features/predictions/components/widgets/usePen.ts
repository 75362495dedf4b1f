import { type KeyboardEvent, type PointerEvent, type RefObject, useRef } from 'react'

import { type Point, stroke } from './drawing'

const KEY_STEP = 10
const STEPS: Record<string, Point> = {
  ArrowUp: { x: 0, y: -KEY_STEP },
  ArrowDown: { x: 0, y: KEY_STEP },
  ArrowLeft: { x: -KEY_STEP, y: 0 },
  ArrowRight: { x: KEY_STEP, y: 0 },
}

function pointOf(event: PointerEvent<HTMLCanvasElement>): Point {
  const canvas = event.currentTarget
  const box = canvas.getBoundingClientRect()
  return {
    x: ((event.clientX - box.left) / box.width) * canvas.width,
    y: ((event.clientY - box.top) / box.height) * canvas.height,
  }
}

/** Handlers that draw on the canvas; arrow keys draw too, and with Shift move without drawing. */
export function usePen(canvas: RefObject<HTMLCanvasElement | null>, onStroke: () => void) {
  const last = useRef<Point | null>(null)
  const cursor = useRef<Point | null>(null)
  const draw = (from: Point, to: Point) => {
    if (canvas.current) stroke(canvas.current, from, to)
  }
  const lift = () => {
    if (!last.current) return
    last.current = null
    onStroke()
  }
  return {
    onPointerDown: (event: PointerEvent<HTMLCanvasElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId)
      last.current = pointOf(event)
      draw(last.current, last.current)
    },
    onPointerMove: (event: PointerEvent<HTMLCanvasElement>) => {
      if (!last.current) return
      const next = pointOf(event)
      draw(last.current, next)
      last.current = next
    },
    onPointerUp: lift,
    onPointerCancel: lift,
    onKeyDown: (event: KeyboardEvent<HTMLCanvasElement>) => {
      const step = STEPS[event.key]
      if (!step) return
      event.preventDefault()
      const { width, height } = event.currentTarget
      const from = cursor.current ?? { x: width / 2, y: height / 4 }
      const to = {
        x: Math.min(Math.max(from.x + step.x, KEY_STEP), width - KEY_STEP),
        y: Math.min(Math.max(from.y + step.y, KEY_STEP), height - KEY_STEP),
      }
      cursor.current = to
      if (event.shiftKey) return
      draw(from, to)
      onStroke()
    },
  }
}
