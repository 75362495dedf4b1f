import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { learnOfFailure } from '@/api/session'
import { leaveFor } from '@/lib/location'
import { signedIn } from '@/lib/session'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { signInAs } from '@/testing/session'

vi.mock('@/lib/location', async (original) => ({
  ...(await original<object>()),
  leaveFor: vi.fn(),
}))

const ISSUER = 'https://login.example.org/realms/corp'
const there = `${ISSUER}/logout?id_token_hint=x`

function withProvider() {
  const path = '/v1/session/openid/start'
  server.use(
    http.get('*/v1/session/providers', () =>
      HttpResponse.json({ providers: [{ label: 'Example Corp', sign_in_path: path }] }),
    ),
  )
}

/** As the server leads back: the page's own query stays. */
function ledBack(why: string): void {
  window.history.replaceState(null, '', `/?x=1&sign_in=${why}&sign_in_request=r0042`)
  learnOfFailure()
}

beforeEach(() => {
  window.history.replaceState(null, '', '/')
  server.use(http.get('*/v1/models', () => HttpResponse.json({ models: [] })))
})

const open = async () => {
  await userEvent.click(await screen.findByRole('button', { name: 'Sign in' }))
  return screen.findByRole('dialog')
}

describe('signing in with a provider', () => {
  it('is offered beside the password, and comes back to this page', async () => {
    withProvider()
    await renderApp('/')
    window.history.replaceState(null, '', '/models/flight-delay?tab=card#top')
    const dialog = await open()
    const link = await within(dialog).findByRole('link', { name: 'Sign in with Example Corp' })
    expect(link).toHaveAttribute(
      'href',
      '/v1/session/openid/start?return_to=%2Fmodels%2Fflight-delay%3Ftab%3Dcard%23top',
    )
    expect(within(dialog).getByLabelText(/^Password/)).toBeVisible()
    await expectAccessible(dialog)
  })

  it('is not offered where there is none, or nobody can say', async () => {
    server.use(http.get('*/v1/session/providers', () => new HttpResponse(null, { status: 503 })))
    await renderApp('/')
    const dialog = await open()
    expect(within(dialog).getByLabelText(/^Password/)).toBeVisible()
    expect(within(dialog).queryByRole('link')).toBeNull()
  })

  it.each([
    ['unavailable', /does not answer right now/, /não responde agora/],
    ['cancelled', /left the provider/, /saiu da página do provedor/],
    ['expired', /took too long/, /demorou demais/],
    ['refused', /could not be trusted/, /não é confiável/],
    ['no-role', /gives you no role/, /não lhe dá nenhum papel/],
    ['disabled', /is disabled/, /está desativada/],
    ['something-new', /could not be trusted/, /não é confiável/],
  ])('says in both languages why it did not work: %s', async (why, english, portuguese) => {
    withProvider()
    ledBack(why)
    expect(window.location.search).toBe('?x=1')
    const { unmount } = await renderApp('/')
    const alert = await within(await screen.findByRole('dialog')).findByRole('alert')
    expect(alert).toHaveTextContent(english)
    expect(alert).toHaveTextContent('r0042')
    unmount()
    await renderApp('/', 'pt-BR')
    const again = await within(await screen.findByRole('dialog')).findByRole('alert')
    expect(again).toHaveTextContent(portuguese)
    await expectAccessible(again)
  })

  it('is not said by whoever makes a link', async () => {
    window.history.replaceState(null, '', '/?sign_in=disabled&sign_in_request=call%20us')
    learnOfFailure()
    await renderApp('/')
    expect(await screen.findByRole('button', { name: 'Sign in' })).toBeVisible()
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(window.location.search).toBe('')
  })

  it('is forgotten with the dialog', async () => {
    ledBack('cancelled')
    await renderApp('/')
    const dialog = await screen.findByRole('dialog')
    await userEvent.click(await within(dialog).findByRole('button', { name: 'Cancel' }))
    expect(within(await open()).queryByRole('alert')).toBeNull()
  })
})

describe('signing out', () => {
  const signOut = async () => {
    await userEvent.click(await screen.findByRole('button', { name: 'ana: your pages' }))
    await userEvent.click(screen.getByRole('button', { name: 'Sign out' }))
    await screen.findByRole('button', { name: 'Sign in' })
  }
  beforeEach(() => {
    vi.mocked(leaveFor).mockClear()
    signInAs('engineer')
  })

  it.each([
    [there, [[there]]],
    [null, []],
  ])('goes on to %s', async (continue_at, calls) => {
    server.use(http.delete('*/v1/session', () => HttpResponse.json({ continue_at })))
    await renderApp('/')
    await signOut()
    expect(vi.mocked(leaveFor).mock.calls).toEqual(calls)
  })
})

describe('the account of somebody who signed in with a provider', () => {
  it('names it, and has no password to change', async () => {
    server.use(http.get('*/v1/session/browsers', () => HttpResponse.json({ sessions: [] })))
    signedIn({
      name: 'ana',
      role: 'engineer',
      csrfToken: 'csrf of ana',
      mustChangePassword: false,
      issuer: ISSUER,
    })
    const { container } = await renderApp('/account')
    const who = await screen.findByRole('region', { name: 'Who you are' })
    expect(who).toHaveTextContent(ISSUER)
    expect(who).toHaveTextContent('Your provider gives you this role at each sign-in.')
    expect(screen.queryByRole('region', { name: 'Password' })).toBeNull()
    await expectAccessible(container)
  })
})

describe('the list of people', () => {
  const person = {
    name: 'ana',
    is_service: false,
    issuer: ISSUER,
    role: 'engineer',
    created_at: '2026-11-22T21:30:00Z',
    disabled_at: null,
    locked_until: null,
    must_change_password: false,
    last_signed_in_at: '2026-11-23T08:02:11Z',
  }

  it.each([
    ['ana', ['Disable', 'What was done']],
    ['bo', ['Change the role', 'New first password', 'Disable', 'What was done']],
  ])('offers for %s only what the provider does not decide', async (name, offered) => {
    server.use(
      http.get('*/v1/people', () =>
        HttpResponse.json({
          people: [person, { ...person, name: 'bo', issuer: null }],
          next_after: null,
          total: 2,
        }),
      ),
    )
    signInAs('administrator', 'admin')
    await renderApp('/people')
    expect(await screen.findByText('with login.example.org')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: `Change ${name}` }))
    // It fades in, which nothing here ever finishes.
    const menu = await screen.findByRole('menu', { hidden: true })
    const found = within(menu).getAllByRole('menuitem', { hidden: true })
    expect(found.map((one) => one.textContent)).toEqual(offered)
  })
})
