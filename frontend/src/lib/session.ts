import { useSyncExternalStore } from 'react'

/**
 * Who is signed in. Kept in memory only: the password must not outlive the page, and nothing else
 * that runs on this origin later may read it.
 */
export interface Session {
  name: string
  role: string
  /** Value of the Authorization header. */
  authorization: string
}

interface SessionState {
  session: Session | null
  /** True while something waits for the person to sign in. */
  asking: boolean
}

let state: SessionState = { session: null, asking: false }
let waiting: ((session: Session | null) => void)[] = []
const listeners = new Set<() => void>()

function set(next: SessionState): void {
  state = next
  listeners.forEach((listener) => {
    listener()
  })
}

export function basicAuthorization(name: string, password: string): string {
  const bytes = new TextEncoder().encode(`${name}:${password}`)
  return `Basic ${btoa(String.fromCharCode(...bytes))}`
}

export function currentSession(): Session | null {
  return state.session
}

/** Resolves with the session, asking for it first where there is none; null when declined. */
export function requireSession(): Promise<Session | null> {
  if (state.session) return Promise.resolve(state.session)
  return new Promise((resolve) => {
    waiting.push(resolve)
    set({ ...state, asking: true })
  })
}

function settle(session: Session | null): void {
  const resolved = waiting
  waiting = []
  set({ session, asking: false })
  resolved.forEach((resolve) => {
    resolve(session)
  })
}

export function signedIn(session: Session): void {
  settle(session)
}

export function signInDeclined(): void {
  settle(state.session)
}

export function signOut(): void {
  set({ session: null, asking: false })
}

export function useSession(): SessionState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => state,
  )
}
