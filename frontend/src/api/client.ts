import createClient, { type Middleware } from 'openapi-fetch'

import { csrfToken, signedOut } from '@/lib/session'

import { connectionProblem, problemFrom } from './problem'
import type { paths } from './schema.gen'

const SAFE = ['GET', 'HEAD']

/** Adds what a change by a session needs, and throws an ApiProblem for every failure. */
const middleware: Middleware = {
  onRequest({ request }) {
    const token = csrfToken()
    if (token && !SAFE.includes(request.method)) request.headers.set('x-csrf-token', token)
    return request
  },
  async onResponse({ request, response }) {
    if (response.ok) return undefined
    const isOwn = new URL(request.url).pathname.startsWith('/v1/session')
    // The session has ended on the server: whoever goes on is asked to sign in again.
    if (response.status === 401 && !isOwn) signedOut()
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
