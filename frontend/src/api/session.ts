/** Signing in and out: the browser keeps a cookie, we keep who it is. */

import { leaveFor, takeFromQuery } from '@/lib/location'
import { csrfToken, type Session, signedIn, signedOut, signInFailed } from '@/lib/session'

import { api, bodyOf } from './client'
import { ApiProblem } from './problem'
import type { components } from './schema.gen'

/** Set beside the session's own cookie, which no script can read. */
const HINT = 'farol_signed_in='
const REQUEST_ID = /^[\w.-]{1,64}$/

function sessionOf(answer: components['schemas']['Session']): Session {
  return {
    name: answer.name,
    role: answer.role,
    csrfToken: answer.csrf_token,
    mustChangePassword: answer.must_change_password,
    issuer: answer.issuer,
  }
}

export async function signIn(credentials: { name: string; password: string }): Promise<Session> {
  return sessionOf(bodyOf(await api.POST('/v1/session', { body: credentials })))
}

export async function changePassword(current: string, chosen: string): Promise<Session> {
  const body = { current_password: current, new_password: chosen }
  try {
    return sessionOf(bodyOf(await api.PUT('/v1/session/password', { body })))
  } catch (error) {
    // The password was wrong, or the session has ended meanwhile: the same status says both.
    if (isRefusal(error, 401)) await learnAnew()
    throw error
  }
}

/**
 * Signed out here in any case; a session that has ended already is no failure. Whoever came by a
 * provider goes on to sign out there.
 */
export async function signOut(): Promise<void> {
  try {
    const { continue_at } = bodyOf(await api.DELETE('/v1/session'))
    if (continue_at) leaveFor(continue_at)
  } catch (error) {
    if (!isRefusal(error, 401)) throw error
  } finally {
    signedOut()
  }
}

/** What a provider's page led back with, where nobody was signed in. */
export function learnOfFailure(): void {
  const said = takeFromQuery('sign_in', 'sign_in_request')
  // Whoever made a link chose what stands in it: nothing is shown that is not an id.
  if (!said || !REQUEST_ID.test(said.sign_in_request)) return
  signInFailed({ why: said.sign_in, requestId: said.sign_in_request })
}

/** Who was signed in when this page was last open; visitors, who have no cookie, ask nothing. */
export async function restoreSession(): Promise<void> {
  if (!document.cookie.split('; ').some((cookie) => cookie.startsWith(HINT))) return
  try {
    signedIn(sessionOf(bodyOf(await api.GET('/v1/session'))))
  } catch {
    // Ended meanwhile, or nobody answers: as if nobody were signed in.
    signedOut()
  }
}

/** Who is signed in now: an administrator may have changed the role, or ended the session. */
export async function learnAnew(): Promise<void> {
  try {
    signedIn(sessionOf(bodyOf(await api.GET('/v1/session'))))
  } catch (error) {
    // Whoever cannot be asked right now stays signed in.
    if (isRefusal(error, 401)) signedOut()
  }
}

function isRefusal(error: unknown, status: number): boolean {
  return error instanceof ApiProblem && error.status === status
}

api.use({
  onResponse({ response }) {
    if (response.status === 403 && csrfToken() !== null) void learnAnew()
    return undefined
  },
})
