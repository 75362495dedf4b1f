import createClient, { type Middleware } from 'openapi-fetch'

import { csrfToken, signedOut } from '@/lib/session'

import { connectionProblem, problemFrom } from './problem'
import type { paths } from './schema.gen'

const SAFE = ['GET', 'HEAD']
/** Where a 401 is an answer to a password, or to the question who is signed in. */
const ABOUT_ONESELF = ['/v1/session', '/v1/session/password']

/** Adds what a change by a session needs, and throws an ApiProblem for every failure. */
const middleware: Middleware = {
  onRequest({ request }) {
    const token = csrfToken()
    if (token && !SAFE.includes(request.method)) request.headers.set('x-csrf-token', token)
    return request
  },
  async onResponse({ request, response }) {
    if (response.ok) return undefined
    // The session has ended on the server: whoever goes on is asked to sign in again.
    const isAboutOneself = ABOUT_ONESELF.includes(new URL(request.url).pathname)
    if (response.status === 401 && !isAboutOneself) signedOut()
    throw await problemFrom(response)
  },
  onError({ error }) {
    return connectionProblem(error)
  },
}

export const api = createClient<paths>({
  baseUrl: window.location.origin,
  // Looked up at each call, so that tests may put a mock in its place.
  fetch: (request) => globalThis.fetch(request),
})
api.use(middleware)

/** The body of a successful answer; failures have been thrown before. */
export function bodyOf<T>(result: { data?: T }): T {
  if (result.data === undefined) throw new Error('The answer has no body')
  return result.data
}
