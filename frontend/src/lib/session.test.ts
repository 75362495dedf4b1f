import { afterEach, expect, it } from 'vitest'

import {
  basicAuthorization,
  currentSession,
  requireSession,
  signedIn,
  signInDeclined,
  signOut,
} from './session'

afterEach(signOut)
const ada = { name: 'ada', role: 'administrator', authorization: 'Basic eA==' }

it('encodes a password in UTF-8', () => {
  expect(basicAuthorization('ada', 'pão')).toBe(
    `Basic ${Buffer.from('ada:pão').toString('base64')}`,
  )
})

it('answers everyone who waits once somebody has signed in', async () => {
  const waiting = [requireSession(), requireSession()]
  signedIn(ada)
  expect(await Promise.all(waiting)).toEqual([ada, ada])
})

it('answers null when the person declines', async () => {
  const waiting = requireSession()
  signInDeclined()
  expect(await waiting).toBeNull()
})

it('keeps nothing after signing out, and nothing in storage ever', () => {
  signedIn(ada)
  expect(
    [localStorage, sessionStorage].map((storage) => JSON.stringify(storage)).join(),
  ).not.toContain('eA==')
  signOut()
  expect(currentSession()).toBeNull()
})
