import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import { board, promotedEntry, qualityDetail } from '@/testing/kpis'
import { summary } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { signInAs } from '@/testing/session'

let asked: URLSearchParams[]
const lastAsked = () => Object.fromEntries(asked.at(-1) ?? [])

beforeEach(() => {
  asked = []
  server.use(
    http.get('*/v1/models', () => HttpResponse.json({ models: [summary] })),
    http.get('*/v1/kpis/feed', () =>
      HttpResponse.json({ entries: [promotedEntry], next_before: null }),
    ),
    http.get('*/v1/kpis/quality', ({ request }) => {
      asked.push(new URL(request.url).searchParams)
      return HttpResponse.json(qualityDetail)
    }),
    http.get('*/v1/kpis', ({ request }) => {
      asked.push(new URL(request.url).searchParams)
      return HttpResponse.json(board)
    }),
  )
})

const tile = async (name: string) => {
  const link = await screen.findByRole('link', { name })
  const found = link.closest('article')
  if (!found) throw new Error(`${name} is no tile`)
  return found
}

describe('the dashboard', () => {
  it('answers with numbers, what they were, and what they say', async () => {
    signInAs('viewer')
    const { container } = await renderApp('/dashboard')
    expect(await tile('Predictions served')).toHaveTextContent(
      'Predictions served12,345+23.5%before: 10,00023.5% more than before (10,000).',
    )
    expect(await tile('Availability')).toHaveTextContent('99.96%')
    expect(await tile('Availability')).toHaveTextContent('as often as promised (99.9%)')
    expect(await tile('User satisfaction')).toHaveTextContent('–')
    expect(await tile('User satisfaction')).toHaveTextContent('Nobody has rated an answer')
    expect(await tile('Open incidents')).toHaveTextContent('2 are open; serious: 1.')
    expect(screen.getByText('2 things need attention.')).toBeVisible()
    const troubles = screen.getByRole('list', { name: 'What needs attention' })
    expect(troubles).toHaveTextContent(
      'Quality against promise: Flight delayIt errs 24% more than promised (0.157), as 4,200 truths tell.',
    )
    const qualities = screen.getByRole('region', { name: 'The quality of each model' })
    expect(qualities).toHaveTextContent('0.195')
    expect(qualities).toHaveTextContent('Needs attention')
    expect(await screen.findByText('it was not worse in the canary')).toBeVisible()
    expect(
      screen.getByText(/90% of the predictions in this period come from a history/),
    ).toBeVisible()
    await expectAccessible(container)
  })

  it('speaks Portuguese, with its numbers', async () => {
    signInAs('viewer')
    await renderApp('/dashboard?days=7', 'pt-BR')
    expect(await tile('Predições servidas')).toHaveTextContent('12.345')
    expect(await tile('Disponibilidade')).toHaveTextContent('99,96%')
    expect(screen.getByText('2 coisas pedem atenção.')).toBeVisible()
  })

  it('keeps what is chosen in the address, and asks the API for it', async () => {
    signInAs('viewer')
    const { router } = await renderApp('/dashboard?from=2026-11-22&to=2026-11-23')
    await tile('Availability')
    expect(lastAsked()).toEqual({ from: '2026-11-22', to: '2026-11-24', interval: 'day' })
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Model' }), 'Flight delay')
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'In steps of' }), 'Weeks')
    await userEvent.selectOptions(
      screen.getByRole('combobox', { name: 'Compared with' }),
      'The same days a year before',
    )
    await expect.poll(lastAsked).toEqual({
      from: '2026-11-22',
      to: '2026-11-24',
      interval: 'week',
      model: 'flight-delay',
      compare_from: '2025-11-22',
      compare_to: '2025-11-24',
    })
    expect(router.state.location.search).toEqual({
      from: '2026-11-22',
      to: '2026-11-23',
      interval: 'week',
      model: 'flight-delay',
      compare: 'year',
    })
    expect(await tile('Availability')).toContainElement(
      screen.getByRole('link', { name: 'Availability' }),
    )
    expect(screen.getByRole('link', { name: 'Availability' })).toHaveAttribute(
      'href',
      expect.stringMatching('^/dashboard/availability[?].*from=2026-11-22.*interval=week'),
    )
  })

  it('says what to do where nothing was predicted yet', async () => {
    signInAs('viewer')
    server.use(http.get('*/v1/kpis', () => HttpResponse.json({ ...board, first_day: null })))
    const { container } = await renderApp('/dashboard')
    const empty = await screen.findByRole('region', { name: 'Nothing has been predicted yet' })
    expect(within(empty).getByRole('link', { name: 'To the models' })).toHaveAttribute('href', '/')
    await expectAccessible(container)
  })

  it('says what failed, with the number of the request', async () => {
    signInAs('viewer')
    server.use(
      http.get('*/v1/kpis', () =>
        HttpResponse.json(
          { type: 'x', title: 'Internal', status: 500, detail: '' },
          { status: 500, headers: { 'x-request-id': 'abc123' } },
        ),
      ),
    )
    await renderApp('/dashboard')
    expect(await screen.findByRole('alert')).toHaveTextContent('The numbers could not be loaded')
  })
})

describe('what a number is made of', () => {
  it('is shown by period, model and version, with how it is computed', async () => {
    signInAs('viewer')
    const { container } = await renderApp('/dashboard/quality?days=7')
    const parts = await screen.findByRole('region', { name: 'By model' })
    expect(parts).toHaveTextContent('0.195')
    await userEvent.click(within(parts).getByRole('button', { name: 'By version: Flight delay' }))
    expect(within(parts).getByRole('row', { name: /^3 0\.195/ })).toBeVisible()
    expect(screen.getByRole('group', { name: 'The chart in numbers' })).toHaveTextContent('Nov 23')
    const how = screen.getByRole('region', { name: 'How is this computed?' })
    expect(how).toHaveTextContent('The mean over answers with truth.')
    expect(how).toHaveTextContent('docs/metrics.md#quality')
    await expectAccessible(container)
  })
})

describe('a viewer', () => {
  it('is led to the dashboard by the front door, and not turned back from the models', async () => {
    signInAs('viewer')
    const { router } = await renderApp('/')
    await tile('Availability')
    expect(router.state.location.pathname).toBe('/dashboard')
    const [toModels] = screen.getAllByRole('link', { name: 'Models' })
    if (toModels) await userEvent.click(toModels)
    expect(await screen.findByRole('heading', { name: 'Models you can question' })).toBeVisible()
  })

  it('is led there after signing in, and nobody else is', async () => {
    const { router } = await renderApp('/')
    await screen.findByRole('heading', { name: 'Models you can question' })
    expect(router.state.location.pathname).toBe('/')
    signInAs('viewer', 'vera')
    await tile('Availability')
    expect(router.state.location.pathname).toBe('/dashboard')
  })
})

describe('the wall', () => {
  it('shows the numbers large and alone, with their time', async () => {
    signInAs('viewer')
    const { container } = await renderApp('/wall')
    expect(await screen.findByRole('heading', { name: /Availability/ })).toBeVisible()
    expect(screen.queryByRole('link', { name: 'Models' })).toBeNull()
    expect(screen.getByText(/As of/)).toBeVisible()
    await expectAccessible(container)
  })
})
