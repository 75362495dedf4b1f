import { afterEach, expect, it } from 'vitest'

import {
  csrfToken,
  requireSession,
  type Session,
  signedIn,
  signedOut,
  signInDeclined,
} from './session'

afterEach(signedOut)
const ada: Session = {
  name: 'ada',
  role: 'administrator',
  csrfToken: 'token',
  mustChangePassword: false,
  issuer: null,
}

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

it('keeps whoever has to choose a new password waiting until it is chosen', async () => {
  const waiting = requireSession()
  signedIn({ ...ada, mustChangePassword: true })
  let answered = false
  void waiting.then(() => {
    answered = true
  })
  await Promise.resolve()
  expect(answered).toBe(false)
  // What changes the password is a change, too.
  expect(csrfToken()).toBe('token')
  signedIn(ada)
  expect(await waiting).toEqual(ada)
})

it('keeps nothing after signing out, and nothing in storage ever', () => {
  signedIn(ada)
  expect(
    [localStorage, sessionStorage].map((storage) => JSON.stringify(storage)).join(),
  ).not.toContain('token')
  signedOut()
  expect(csrfToken()).toBeNull()
})
