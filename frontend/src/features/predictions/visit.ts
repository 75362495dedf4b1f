/** How the model, and the visitor, did on the real rows of this visit: until the tab is closed. */
import { useCallback, useSyncExternalStore } from 'react'

export interface Score {
  asked: number
  right: number
}

export interface Visit {
  /** Names the next row. */
  seed: number
  model: Score
  visitor: Score
}

const LARGEST_FIRST_SEED = 2 ** 50
const NOTHING: Score = { asked: 0, right: 0 }

const visits = new Map<string, Visit>()
const listeners = new Set<() => void>()

function storageKey(model: string): string {
  return `farol-visit:${model}`
}

function isScore(value: unknown): value is Score {
  const { asked, right } = (value ?? {}) as Partial<Score>
  return Number.isInteger(asked) && Number.isInteger(right)
}

function remembered(model: string): Visit | null {
  try {
    const value = JSON.parse(window.sessionStorage.getItem(storageKey(model)) ?? 'null') as unknown
    const visit = value as Visit | null
    const whole = visit && Number.isSafeInteger(visit.seed) && isScore(visit.model)
    return whole && isScore(visit.visitor) ? visit : null
  } catch {
    // Storage may be forbidden, or hold what another page put there: the visit begins.
    return null
  }
}

export function visitOf(model: string): Visit {
  let visit = visits.get(model)
  if (!visit) {
    const seed = Math.floor(Math.random() * LARGEST_FIRST_SEED)
    visit = remembered(model) ?? { seed, model: NOTHING, visitor: NOTHING }
    visits.set(model, visit)
  }
  return visit
}

export function keepVisit(model: string, visit: Visit): void {
  visits.set(model, visit)
  try {
    window.sessionStorage.setItem(storageKey(model), JSON.stringify(visit))
  } catch {
    // Storage may be forbidden; the score then holds until the page is left.
  }
  listeners.forEach((listener) => {
    listener()
  })
}

function scored(score: Score, right: boolean | null): Score {
  if (right === null) return score
  return { asked: score.asked + 1, right: score.right + (right ? 1 : 0) }
}

/** Null where "right" has no meaning, or nobody guessed. */
export function withAnswer(visit: Visit, model: boolean | null, visitor: boolean | null): Visit {
  return { ...visit, model: scored(visit.model, model), visitor: scored(visit.visitor, visitor) }
}

export function useVisit(model: string): Visit {
  const subscribe = useCallback((listener: () => void) => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }, [])
  return useSyncExternalStore(subscribe, () => visitOf(model))
}

/** For tests: as if the tab had been closed. */
export function forgetVisits(): void {
  visits.clear()
}
