import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import { entriesFor, type NavigationEntry } from '@/components/layout/entries'
import { detail } from '@/testing/models'
import { policyDetail } from '@/testing/policies'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { signInAs } from '@/testing/session'

beforeEach(() => {
  server.use(
    http.get('*/v1/models', () => HttpResponse.json({ models: [] })),
    http.get('*/v1/models/flight-delay', () => HttpResponse.json(detail)),
    http.get('*/v1/models/flight-delay/policy', () => HttpResponse.json(policyDetail)),
    http.get('*/v1/models/flight-delay/timeline', () =>
      HttpResponse.json({ model: 'flight-delay', entries: [], next_before: null }),
    ),
    http.delete('*/v1/session', () => HttpResponse.json({ continue_at: null })),
  )
})

const banner = () => screen.findByRole('banner')

describe('the entries of the navigation', () => {
  const entries: NavigationEntry[] = [
    { to: '/', title: 'navigation.models', least: null, place: 'bar' },
    { to: '/', title: 'role.viewer', least: 'viewer', place: 'bar' },
    { to: '/', title: 'role.administrator', least: 'administrator', place: 'bar' },
  ]
  it.each([
    [null, ['navigation.models']],
    ['viewer', ['navigation.models', 'role.viewer']],
    ['engineer', ['navigation.models', 'role.viewer']],
    ['administrator', ['navigation.models', 'role.viewer', 'role.administrator']],
  ] as const)('for %s are those of the role and of the ones below', (role, titles) => {
    expect(entriesFor(entries, 'bar', role).map(({ title }) => title)).toEqual(titles)
  })
})

describe('the menu of a person', () => {
  it('is there for nobody who is not signed in', async () => {
    await renderApp('/')
    expect(within(await banner()).getByRole('button', { name: 'Sign in' })).toBeVisible()
    expect(screen.queryByRole('button', { name: /your pages/ })).toBeNull()
  })

  it('opens and closes by keyboard, says who it is, and signs out', async () => {
    signInAs('engineer')
    const { container } = await renderApp('/')
    const button = within(await banner()).getByRole('button', { name: 'ana: your pages' })
    button.focus()
    await userEvent.keyboard('{Enter}')
    expect(button).toHaveAttribute('aria-expanded', 'true')
    expect(screen.getByText('Engineer')).toBeVisible()
    await expectAccessible(container)
    await userEvent.keyboard('{Escape}')
    expect(button).toHaveFocus()
    expect(screen.queryByRole('button', { name: 'Sign out' })).toBeNull()

    await userEvent.keyboard('{Enter}')
    await userEvent.click(screen.getByRole('button', { name: 'Sign out' }))
    expect(await screen.findByRole('button', { name: 'Sign in' })).toBeVisible()
  })

  it('closes when the focus goes elsewhere', async () => {
    signInAs('viewer')
    await renderApp('/')
    await userEvent.click(await screen.findByRole('button', { name: 'ana: your pages' }))
    screen.getByRole('combobox', { name: 'Language' }).focus()
    expect(await screen.findByRole('button', { expanded: false })).toBeVisible()
  })
})

describe('a page that a role may not see', () => {
  it('says so, who may, and whom to ask', async () => {
    signInAs('viewer')
    const { container } = await renderApp('/models/flight-delay/rollout', 'pt-BR')
    const refusal = await screen.findByRole('region', { name: 'Seu papel não permite isto' })
    expect(refusal).toHaveTextContent(
      'Você entrou como ana, com o papel de Leitor. Esta página pede o papel de Engenheiro.',
    )
    expect(within(refusal).getByRole('link', { name: 'Ver os modelos' })).toHaveAttribute(
      'href',
      '/',
    )
    await expectAccessible(container)
    await userEvent.click(within(refusal).getByRole('button', { name: 'Entrar como outra pessoa' }))
    expect(await screen.findByRole('dialog', { name: 'Entrar no Farol' })).toBeVisible()
  })

  it('is not linked, and those that it may see are', async () => {
    signInAs('viewer')
    await renderApp('/models/flight-delay/timeline')
    const parts = await screen.findByRole('navigation', { name: 'Parts of this model' })
    const names = within(parts)
      .getAllByRole('link')
      .map((link) => link.textContent)
    expect(names).toEqual(['Overview', 'Timeline', 'Reports'])
    expect(await screen.findByRole('region', { name: 'Timeline' })).toBeVisible()
  })
})
