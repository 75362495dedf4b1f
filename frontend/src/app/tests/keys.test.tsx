import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import type { ApiKey, ApiKeyOrder, Person } from '@/api/types'
import { airportFeed, booking } from '@/testing/keys'
import { detail, summary } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { signInAs } from '@/testing/session'

const SECRET = 'farol_f00dcafe12_secret'
let keys: ApiKey[]
let accounts: Person[]
let asked: URLSearchParams[]
let ordered: ApiKeyOrder[]

beforeEach(() => {
  keys = [booking]
  accounts = []
  asked = []
  ordered = []
  server.use(
    http.get('*/v1/models', () => HttpResponse.json({ models: [summary] })),
    http.get('*/v1/models/flight-delay', () => HttpResponse.json(detail)),
    http.get('*/v1/api-keys', ({ request }) => {
      asked.push(new URL(request.url).searchParams)
      return HttpResponse.json({ keys, next_before: null, total: keys.length })
    }),
    http.post('*/v1/api-keys', async ({ request }) => {
      const order = (await request.json()) as ApiKeyOrder
      ordered.push(order)
      const key = { ...booking, id: 8, name: order.name, effective_scopes: order.scopes }
      return HttpResponse.json({ key, secret: SECRET }, { status: 201 })
    }),
    http.get('*/v1/people', () =>
      HttpResponse.json({ people: accounts, next_after: null, total: accounts.length }),
    ),
    http.post('*/v1/service-accounts', () => {
      accounts = [airportFeed]
      return HttpResponse.json(airportFeed, { status: 201 })
    }),
  )
})

const dialog = () => screen.findByRole('dialog')

describe('the keys of a viewer', () => {
  it('say what they may do, until when, and when and from where each was last used', async () => {
    signInAs('viewer')
    keys = [{ ...booking, effective_scopes: ['predict'] }]
    const { container } = await renderApp('/keys')
    const key = (await screen.findByText('booking')).closest('li')
    expect(key).toHaveTextContent('farol_f00dcafe12_…')
    expect(key).toHaveTextContent(/Last usedNov 21, 2026.*from 203\.0\.113\.9/)
    expect(key).toHaveTextContent('Expiresnever')
    expect(key).toHaveTextContent('600 requests a minute')
    expect(key).toHaveTextContent('What is crossed out, the role of ada no longer allows.')
    expect(screen.queryByRole('radio', { name: 'Everybody’s' })).toBeNull()
    expect(screen.queryByRole('region', { name: 'Service accounts' })).toBeNull()
    expect(asked[0]?.get('everybody')).toBe('false')
    expect(asked[0]?.get('usable')).toBe('true')
    await expectAccessible(container)
  })

  it('begin with what a key is good for, and the first is shown once with a call', async () => {
    signInAs('viewer')
    keys = []
    await renderApp('/keys')
    await userEvent.click(await screen.findByRole('button', { name: 'Make your first key' }))
    const form = await dialog()
    // What only an engineer's key may do is shown, and cannot be chosen.
    expect(within(form).getByRole('checkbox', { name: 'Change' })).toBeDisabled()
    await userEvent.type(
      within(form).getByRole('textbox', { name: /What it is for/ }),
      'my notebook',
    )
    await userEvent.click(within(form).getByRole('checkbox', { name: 'Read' }))
    await userEvent.selectOptions(
      within(form).getByRole('combobox', { name: /Expires/ }),
      'in 30 days',
    )
    await userEvent.clear(within(form).getByRole('textbox', { name: /Requests a minute/ }))
    await userEvent.type(within(form).getByRole('textbox', { name: /Why/ }), 'To explore')
    await expectAccessible(form)
    await userEvent.click(within(form).getByRole('button', { name: 'Make a key' }))

    const shown = await screen.findByRole('dialog', { name: 'The key “my notebook”' })
    expect(within(shown).getByLabelText('The key')).toHaveValue(SECRET)
    expect(await within(shown).findByText(/predict/)).toHaveTextContent(
      `-H 'authorization: Bearer ${SECRET}'`,
    )
    await expectAccessible(shown)
    expect(ordered).toEqual([
      {
        name: 'my notebook',
        owner: 'ana',
        scopes: ['predict', 'read'],
        expires_in_days: 30,
        requests_per_minute: null,
        reason: 'To explore',
      },
    ])
    await userEvent.click(within(shown).getByRole('button', { name: 'I have kept it' }))
    expect(await screen.findByText('The key “my notebook” has been made.')).toBeVisible()
    expect(document.body).not.toHaveTextContent(SECRET)
  })

  it('are revoked for a reason, after what will happen was said, in Portuguese too', async () => {
    signInAs('viewer')
    let reason: unknown
    server.use(
      http.post('*/v1/api-keys/7/revoke', async ({ request }) => {
        reason = await request.json()
        keys = []
        return HttpResponse.json({ ...booking, state: 'revoked' })
      }),
    )
    await renderApp('/keys', 'pt-BR')
    await userEvent.click(await screen.findByRole('button', { name: 'Revogar booking' }))
    const asking = await dialog()
    expect(asking).toHaveTextContent('é recusado em cerca de um segundo')
    expect(asking).toHaveTextContent('usada pela última vez em 21 de nov. de 2026')
    await userEvent.type(within(asking).getByRole('textbox', { name: /Por quê/ }), 'Vazou')
    await userEvent.click(within(asking).getByRole('button', { name: 'Revogar' }))
    expect(await screen.findByText('“booking” foi revogada.')).toBeVisible()
    expect(reason).toEqual({ reason: 'Vazou' })
    expect(await screen.findByText('Nenhuma chave ainda')).toBeVisible()
  })
})

describe('an administrator', () => {
  it('sees everybody’s keys, whose they are, and those that are over', async () => {
    signInAs('administrator', 'root')
    const { container } = await renderApp('/keys')
    await screen.findByText('booking')
    await userEvent.click(screen.getByRole('radio', { name: 'Everybody’s' }))
    const all = await screen.findByRole('region', { name: 'Everybody’s keys' })
    expect(await within(all).findByText('ada')).toBeVisible()
    await userEvent.click(screen.getByRole('checkbox', { name: 'Those that are over, too' }))
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search by name, prefix or owner' }),
      'book',
    )
    await expect
      .poll(() => Object.fromEntries(asked.at(-1) ?? []))
      .toEqual({ everybody: 'true', usable: 'false', search: 'book' })
    await expectAccessible(container)
  })

  it('makes a service account, and then a key for it', async () => {
    signInAs('administrator', 'root')
    await renderApp('/keys')
    const panel = await screen.findByRole('region', { name: 'Service accounts' })
    expect(await within(panel).findByText(/None yet/)).toBeVisible()
    await userEvent.click(within(panel).getByRole('button', { name: 'Make a service account' }))
    const form = await dialog()
    await userEvent.type(within(form).getByRole('textbox', { name: /Name/ }), 'airport-feed')
    await userEvent.type(within(form).getByRole('textbox', { name: /Why/ }), 'The truth')
    await userEvent.click(within(form).getByRole('button', { name: 'Make a service account' }))

    const next = await screen.findByRole('dialog', { name: 'A key for airport-feed' })
    expect(within(next).getByRole('checkbox', { name: 'Tell the truth' })).toBeDisabled()
    await userEvent.type(within(next).getByRole('textbox', { name: /What it is for/ }), 'nightly')
    await userEvent.type(within(next).getByRole('textbox', { name: /Why/ }), 'The truth')
    await userEvent.click(within(next).getByRole('button', { name: 'Make a key' }))
    expect(await screen.findByDisplayValue(SECRET)).toBeVisible()
    expect(ordered[0]?.owner).toBe('airport-feed')
  })
})
