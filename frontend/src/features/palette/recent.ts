import type { Command } from './commands'

const MOST = 6

/** One browser may serve several people. */
const keyOf = (person: string | null) => `farol-recent:${person ?? ''}`

type Kept = Pick<Command, 'id' | 'title' | 'detail' | 'path'>

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false
  const { id, title, path, detail } = value as Record<string, unknown>
  const isText = typeof id === 'string' && typeof title === 'string' && typeof path === 'string'
  return isText && (detail === undefined || typeof detail === 'string')
}

/** Where this person went by the palette last, newest first. */
export function recent(person: string | null): Command[] {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(keyOf(person)) ?? '[]')
    const found = Array.isArray(kept) ? kept.filter(isKept) : []
    return found.map((command) => ({ ...command, group: 'recent' }))
  } catch {
    // Storage may be forbidden, or hold what somebody else wrote.
    return []
  }
}

export function remember(person: string | null, { id, title, detail, path }: Command): void {
  if (path === undefined) return
  const others = recent(person).filter((command) => command.id !== id)
  const kept = [{ id, title, detail, path }, ...others].slice(0, MOST)
  try {
    window.localStorage.setItem(keyOf(person), JSON.stringify(kept))
  } catch {
    // Storage may be forbidden; then nothing is recent.
  }
}
