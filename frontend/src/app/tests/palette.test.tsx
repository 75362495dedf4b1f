import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import { summary } from '@/testing/models'
import { overview } from '@/testing/overview'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { signInAs } from '@/testing/session'

const asked: (string | null)[] = []

beforeEach(() => {
  asked.length = 0
  window.localStorage.clear()
  server.use(
    http.get('*/v1/models', () => HttpResponse.json({ models: [summary] })),
    http.get('*/v1/models/*', () => HttpResponse.json({ title: 'Absent' }, { status: 404 })),
    http.get('*/v1/overview', () => HttpResponse.json(overview)),
    http.get('*/v1/alerts', () => HttpResponse.json({ alerts: [], next_before_id: null })),
    http.get('*/v1/search', ({ request }) => {
      asked.push(new URL(request.url).searchParams.get('text'))
      return HttpResponse.json({
        hits: [
          { kind: 'model', id: 'flight-delay', name: 'flight-delay', model: 'flight-delay' },
          { kind: 'version', id: '2', name: 'flight-delay', model: 'flight-delay' },
          { kind: 'training run', id: '4', name: 'storm season', model: 'flight-delay' },
          { kind: 'experiment', id: '3', name: 'Does it matter?', model: 'flight-delay' },
          { kind: 'person', id: 'flynn', name: 'flynn', model: null },
        ],
      })
    }),
  )
})

const open = async () => {
  await screen.findByRole('banner')
  await userEvent.keyboard('{Control>}k{/Control}')
  return screen.findByRole('combobox', { name: 'Type a name' })
}
const list = () => within(screen.getByRole('listbox'))
const options = () =>
  list()
    .getAllByRole('option')
    .map((option) => option.textContent)
const chosen = () => list().getByRole('option', { selected: true })

describe('the palette', () => {
  it('goes by keyboard alone to a page, which is recent then', async () => {
    signInAs('engineer')
    const { router } = await renderApp('/')
    const input = await open()
    expect(input).toHaveFocus()
    await userEvent.keyboard('aler')
    expect(options()).toEqual(['Alerts'])
    expect(input).toHaveAttribute('aria-activedescendant', chosen().id)
    await userEvent.keyboard('{Enter}')
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/alerts')
    })
    await waitFor(() => {
      expect(screen.queryByRole('combobox', { name: 'Type a name' })).toBeNull()
    })
    await open()
    const recently = screen.getByRole('group', { name: 'Recent' })
    expect(within(recently).getAllByRole('option')).toHaveLength(1)
    expect(chosen()).toHaveTextContent('Alerts')
  })

  it('goes round with the arrows and says what is chosen', async () => {
    signInAs('viewer')
    const { baseElement } = await renderApp('/')
    const input = await open()
    const [first = ''] = options()
    const last = options().at(-1) ?? ''
    await userEvent.keyboard('{ArrowUp}')
    expect(chosen()).toHaveTextContent(last)
    await userEvent.keyboard('{ArrowDown}')
    expect(chosen()).toHaveTextContent(first)
    expect(input).toHaveAttribute('aria-activedescendant', chosen().id)
    await expectAccessible(baseElement)
    await userEvent.keyboard('{Escape}')
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull()
    })
  })

  it('finds versions, runs, experiments and people by asking the server', async () => {
    signInAs('administrator')
    const { router } = await renderApp('/')
    await open()
    await userEvent.keyboard('fl')
    const versions = await screen.findByRole('group', { name: 'Versions' })
    expect(within(versions).getByRole('option')).toHaveTextContent('flight-delay: Version 2')
    expect(screen.getByRole('group', { name: 'Training runs' })).toHaveTextContent('storm season')
    expect(screen.getByRole('group', { name: 'People' })).toHaveTextContent('flynn')
    expect(asked.at(-1)).toBe('fl')
    await userEvent.click(screen.getByRole('option', { name: /Does it matter/ }))
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/models/flight-delay/experiments/3')
    })
  })

  it('shows a visitor models, pages and actions, and asks the server nothing', async () => {
    await renderApp('/', 'pt-BR')
    await userEvent.click(await screen.findByRole('button', { name: 'Encontrar qualquer coisa' }))
    await screen.findByRole('combobox', { name: 'Digite um nome' })
    expect(await screen.findByRole('option', { name: /^Atraso de voo/ })).toBeVisible()
    expect(screen.queryByRole('option', { name: 'Alertas' })).toBeNull()
    await userEvent.keyboard('entrar')
    expect(options()).toEqual(['Entrar'])
    expect(asked).toEqual([])
    await userEvent.keyboard('{Enter}')
    expect(await screen.findByRole('dialog', { name: 'Entrar no Farol' })).toBeVisible()
  })

  it('shows to each role the parts of models that are for it', async () => {
    signInAs('viewer')
    await renderApp('/')
    await open()
    await userEvent.keyboard('flight delay:')
    await waitFor(() => {
      expect(options()).toHaveLength(2)
    })
    expect(options().join()).toMatch(/Timeline.*Reports/)
  })
})
