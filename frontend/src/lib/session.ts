import { useSyncExternalStore } from 'react'

import { isAtLeast, type Role } from './roles'

/** Who is signed in. What proves it is in a cookie that no script can read. */
export interface Session {
  name: string
  role: Role
  /** Said with every change: a page of another site cannot know it. */
  csrfToken: string | null
  /** An administrator chose the password: nothing is allowed before it is changed. */
  mustChangePassword: boolean
  /** The OpenID Connect provider that they sign in with; null for a password. */
  issuer: string | null
}

/** Why a provider's page led back here without anybody being signed in. */
export interface SignInFailure {
  why: string
  /** Of the request that failed: it finds the reason in the log. */
  requestId: string
}

interface SessionState {
  session: Session | null
  /** Whose password was right, and has to be changed before anything else is allowed. */
  mustChange: Session | null
  /** True while something waits for the person to sign in. */
  asking: boolean
  failure: SignInFailure | null
}

const NOBODY: SessionState = {
  session: null,
  mustChange: null,
  asking: false,
  failure: null,
}
let state = NOBODY
let waiting: ((session: Session | null) => void)[] = []
const listeners = new Set<() => void>()

function set(next: SessionState): void {
  state = next
  listeners.forEach((listener) => {
    listener()
  })
}

export function csrfToken(): string | null {
  return (state.session ?? state.mustChange)?.csrfToken ?? null
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
  set({ ...NOBODY, session })
  resolved.forEach((resolve) => {
    resolve(session)
  })
}

/** Whoever has to choose a new password first is kept waiting until it is chosen. */
export function signedIn(session: Session): void {
  if (session.mustChangePassword) set({ ...NOBODY, mustChange: session, asking: true })
  else settle(session)
}

/** Asks again, and says why: the page before this one was the provider's. */
export function signInFailed(failure: SignInFailure): void {
  set({ ...state, asking: true, failure })
}

export function signInDeclined(): void {
  settle(state.session)
}

/** Nobody is signed in any more: by choice, or because the session has ended. */
export function signedOut(): void {
  set(NOBODY)
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

/** Whether to show what needs this role; visitors are shown it too, and asked to sign in by it. */
export function useMayTry(least: Role): boolean {
  const { session } = useSession()
  return session === null || isAtLeast(session.role, least)
}
