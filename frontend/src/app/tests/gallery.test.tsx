import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { delay, http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'

import { summary } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'

const models = (...list: unknown[]) =>
  http.get('*/v1/models', () => HttpResponse.json({ models: list }))

describe('the gallery', () => {
  it('says what each model does, how good it is and how much it is used', async () => {
    server.use(models(summary))
    const { container } = await renderApp('/')
    const card = await screen.findByRole('article')
    expect(within(card).getByRole('link', { name: 'Flight delay' })).toHaveAttribute(
      'href',
      '/models/flight-delay',
    )
    expect(card).toHaveTextContent('Will it be late?')
    expect(card).toHaveTextContent('Brier score 0.157, against 0.176 for a simple baseline')
    expect(card).toHaveTextContent('12.3K requests in 24 h')
    await expectAccessible(container)
  })

  it('speaks Portuguese', async () => {
    server.use(models(summary))
    await renderApp('/', 'pt-BR')
    const card = await screen.findByRole('article')
    expect(card).toHaveTextContent('Atraso de voo')
    expect(card).toHaveTextContent('0,157')
    expect(document.documentElement.lang).toBe('pt-BR')
  })

  it('shows that it is loading', async () => {
    server.use(http.get('*/v1/models', () => delay('infinite')))
    await renderApp('/')
    expect(await screen.findByRole('status', { name: 'Loading' })).toBeVisible()
  })

  it('tells how to train the first model where there is none', async () => {
    server.use(models())
    const { container } = await renderApp('/')
    expect(await screen.findByText('No models yet')).toBeVisible()
    expect(screen.getByText('farol train flight-delay')).toBeVisible()
    await expectAccessible(container)
  })

  it('carries the request id of a failure, and tries again when asked', async () => {
    server.use(
      http.get('*/v1/models', () =>
        HttpResponse.json({ title: 'Broken', request_id: 'r-42' }, { status: 500 }),
      ),
    )
    await renderApp('/')
    expect(await screen.findByRole('alert')).toHaveTextContent('r-42')
    server.use(models(summary))
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('article')).toBeVisible()
  })

  it('has a page for addresses that lead nowhere', async () => {
    await renderApp('/nowhere/at/all')
    expect(await screen.findByRole('heading', { name: 'No light here' })).toBeVisible()
  })
})
