import type { Prediction } from '@/api/types'

/** Beyond this the two answers are not the same answer; relative for numbers larger than one. */
const TOLERANCE = 1e-5

export interface Agreement {
  agrees: boolean
  /** Between any two numbers of the answers; infinite where something else than a number differs. */
  largestDifference: number
}

export function agreementOf(here: Prediction, server: Prediction): Agreement {
  const differences = [...compared(here, server)]
  return {
    agrees: differences.every(({ apart, scale }) => apart <= TOLERANCE * Math.max(1, scale)),
    largestDifference: Math.max(0, ...differences.map(({ apart }) => apart)),
  }
}

interface Difference {
  apart: number
  scale: number
}

function* compared(here: unknown, server: unknown): Generator<Difference> {
  if (typeof here === 'number' && typeof server === 'number') {
    yield { apart: Math.abs(here - server), scale: Math.abs(server) }
  } else if (isObject(here) && isObject(server)) {
    for (const name of new Set([...Object.keys(here), ...Object.keys(server)])) {
      yield* compared(here[name], server[name])
    }
  } else if (here !== server) {
    yield { apart: Number.POSITIVE_INFINITY, scale: 0 }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
