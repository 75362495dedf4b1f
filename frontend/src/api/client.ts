import createClient, { type Middleware } from 'openapi-fetch'

import { currentSession } from '@/lib/session'

import { connectionProblem, problemFrom } from './problem'
import type { paths } from './schema.gen'

/** Adds the signed-in person's credentials, and throws an ApiProblem for every failure. */
const middleware: Middleware = {
  onRequest({ request }) {
    const session = currentSession()
    if (session && !request.headers.has('authorization')) {
      request.headers.set('authorization', session.authorization)
    }
    return request
  },
  async onResponse({ response }) {
    if (!response.ok) throw await problemFrom(response)
    return undefined
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
