import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import type { HistoryState } from '@/api/types'
import {
  absentHistory,
  loadedHistory,
  loadingHistory,
  removingHistory,
  replay,
  replayDetail,
  unneededHistory,
} from '@/testing/history'
import { board, qualityDetail } from '@/testing/kpis'
import { detail, summary } from '@/testing/models'
import { policyDetail } from '@/testing/policies'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { signInAs } from '@/testing/session'

const LABEL = 'Replay of 2013 flights, shifted by 673 weeks'
const OFFER = 'Fill the charts with a real history'

/** What the API holds; a test moves it on as the worker would. */
let state: HistoryState
let sent: { method: string; body: unknown }[]

const took = (method: string, next: HistoryState) => {
  return async ({ request }: { request: Request }) => {
    sent.push({ method, body: method === 'POST' ? await request.json() : null })
    state = next
    return HttpResponse.json(state, { status: 202 })
  }
}

beforeEach(() => {
  state = absentHistory
  sent = []
  server.use(
    http.get('*/v1/history', () => HttpResponse.json(state)),
    http.post('*/v1/history', took('POST', loadingHistory)),
    http.delete('*/v1/history', took('DELETE', removingHistory)),
    http.get('*/v1/models', () => HttpResponse.json({ models: [summary] })),
    http.get('*/v1/kpis/feed', () => HttpResponse.json({ entries: [], next_before: null })),
    http.get('*/v1/kpis', ({ request }) => {
      const model = new URL(request.url).searchParams.get('model')
      if (model === replay.model)
        return HttpResponse.json({ ...board, model, replay, first_day: '2026-05-25', sources: [] })
      return HttpResponse.json({ ...board, sources: [] })
    }),
    http.get('*/v1/models/:model', ({ params }) =>
      HttpResponse.json(params.model === replay.model ? replayDetail : detail),
    ),
    http.get('*/v1/models/:model/timeline', ({ params }) =>
      HttpResponse.json({ model: params.model, entries: [], next_before: null }),
    ),
    http.get('*/v1/models/:model/policy', () => HttpResponse.json(policyDetail)),
    http.get('*/v1/models/:model/checks', ({ params }) =>
      HttpResponse.json({ model: params.model, checks: [] }),
    ),
  )
})

const panel = (name: string) => screen.findByRole('region', { name })
const button = (name: string) => screen.findByRole('button', { name })

describe('the history on the dashboard', () => {
  it('is offered, loaded by one click, followed, and opened when it is there', async () => {
    signInAs('engineer')
    const { container, router } = await renderApp('/dashboard')
    const offer = await panel(OFFER)
    expect(offer).toHaveTextContent('one in 3 of 26 weeks, moved by 673 weeks')
    await expectAccessible(container)

    await userEvent.click(within(offer).getByRole('button', { name: 'Load the history' }))
    const loading = await panel('Loading the history')
    expect(sent).toEqual([{ method: 'POST', body: { reason: 'To see Farol with data in it.' } }])
    expect(within(loading).getByRole('progressbar')).toHaveAttribute('aria-valuenow', '40')
    expect(loading).toHaveTextContent('40% loaded · 2026-08-01 of 2026-11-23')
    expect(within(loading).queryByRole('button', { name: 'Load the history' })).toBeNull()
    await expectAccessible(container)

    state = loadedHistory
    expect(await screen.findByText(LABEL, { selector: '[class*=Alert] *' })).toBeVisible()
    expect(screen.getByText(/asked about again by version 1/)).toHaveTextContent(
      'flights recorded from Jul 1, 2013 to Dec 30, 2013',
    )
    expect(router.state.location.search).toEqual({ model: replay.model })
    expect(screen.getByRole('combobox', { name: 'Model' })).toHaveDisplayValue(
      'Flight delay (replay of 2013)',
    )
    expect(screen.getByText(/Nobody was served by a replay/)).toBeVisible()
    expect(screen.queryByRole('link', { name: 'User satisfaction' })).toBeNull()
    await expectAccessible(container)
  })

  it('stands above what one of its numbers is made of', async () => {
    state = loadedHistory
    server.use(
      http.get('*/v1/kpis/quality', () =>
        HttpResponse.json({ ...qualityDetail, model: replay.model, replay }),
      ),
    )
    signInAs('viewer')
    const { container } = await renderApp(`/dashboard/quality?model=${replay.model}`)
    expect(await screen.findByRole('note')).toHaveTextContent(LABEL)
    await expectAccessible(container)
  })

  it('is offered where nothing was predicted yet, too', async () => {
    signInAs('engineer')
    server.use(http.get('*/v1/kpis', () => HttpResponse.json({ ...board, first_day: null })))
    const { container } = await renderApp('/dashboard')
    const empty = await panel('Nothing has been predicted yet')
    expect(within(empty).getByRole('button', { name: 'Load the history' })).toBeVisible()
    expect(within(empty).getByRole('link', { name: 'To the models' })).toBeVisible()
    await expectAccessible(container)
  })

  it('is not offered where there are rows enough of one’s own', async () => {
    state = unneededHistory
    signInAs('engineer')
    await renderApp('/dashboard')
    expect(await screen.findByRole('link', { name: 'Availability' })).toBeVisible()
    expect(screen.queryByRole('region', { name: OFFER })).toBeNull()
  })

  it('is told to a viewer, who is told who can load it', async () => {
    signInAs('viewer')
    await renderApp('/dashboard', 'pt-BR')
    const offer = await panel('Preencher os gráficos com um histórico real')
    expect(offer).toHaveTextContent('Uma pessoa de engenharia pode carregá-lo.')
    expect(within(offer).queryByRole('button')).toBeNull()
  })

  it('says why loading stopped, and goes on', async () => {
    const job = { ...loadingHistory.job, state: 'failed', error: 'The disk is full.' }
    state = { ...loadedHistory, status: 'stopped', job } as HistoryState
    signInAs('engineer')
    await renderApp('/dashboard')
    const stopped = await panel('Loading stopped')
    expect(stopped).toHaveTextContent('The disk is full. What is there stays')
    await userEvent.click(within(stopped).getByRole('button', { name: 'Go on loading' }))
    expect(await panel('Loading the history')).toBeVisible()
  })

  it('says why it is refused', async () => {
    server.use(
      http.post('*/v1/history', () =>
        HttpResponse.json(
          { type: 'x', title: 'Conflict', status: 409, detail: 'no version answers yet' },
          { status: 409, headers: { 'x-request-id': 'abc123' } },
        ),
      ),
    )
    signInAs('engineer')
    await renderApp('/dashboard')
    await userEvent.click(await button('Load the history'))
    const refusal = await screen.findByRole('alert')
    expect(refusal).toHaveTextContent('The history could not be loaded')
    expect(refusal).toHaveTextContent('abc123')
  })

  it('says that its state could not be read, and reads it again', async () => {
    let fails = true
    server.use(
      http.get('*/v1/history', () =>
        fails
          ? HttpResponse.json({ type: 'x', title: 'Internal', status: 500 }, { status: 500 })
          : HttpResponse.json(state),
      ),
    )
    signInAs('engineer')
    await renderApp('/dashboard')
    const failed = await screen.findByRole('alert')
    expect(failed).toHaveTextContent('The state of the history could not be read')
    fails = false
    await userEvent.click(within(failed).getByRole('button'))
    expect(await panel(OFFER)).toBeVisible()
  })
})

describe('removing the history', () => {
  it('says how many rows go, asks, and leads back to what is real', async () => {
    state = loadedHistory
    signInAs('engineer')
    const { router } = await renderApp(`/dashboard?model=${replay.model}`)
    await userEvent.click(await button('Remove the replay'))
    const dialog = await screen.findByRole('dialog', { name: 'Remove the replay?' })
    expect(dialog).toHaveTextContent(
      '56,112 predictions, 54,801 truths, 183 measured days, 182 checks and 4 alerts',
    )
    expect(dialog).toHaveTextContent('No row of real traffic is touched.')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Keep it' }))
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull()
    })
    expect(sent).toEqual([])

    await userEvent.click(await button('Remove the replay'))
    await userEvent.click(await button('Remove'))
    expect(await panel('Removing the replay')).toHaveTextContent('20% removed')
    expect(sent.map(({ method }) => method)).toEqual(['DELETE'])
    expect(router.state.location.search).toEqual({})
    state = absentHistory
    expect(await panel(OFFER)).toBeVisible()
  })

  it('is not for viewers', async () => {
    state = loadedHistory
    signInAs('viewer')
    await renderApp(`/models/${replay.model}/timeline`)
    expect(await screen.findByText(LABEL)).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Remove the replay' })).toBeNull()
  })
})

describe('the pages of a model', () => {
  it('offer the history beside the model that it asks, and lead to its own', async () => {
    signInAs('engineer')
    const { container, router } = await renderApp('/models/flight-delay/timeline')
    await userEvent.click(await button('Load the history'))
    expect(await panel('Loading the history')).toBeVisible()
    state = loadedHistory
    expect(await screen.findByText(LABEL)).toBeVisible()
    expect(router.state.location.pathname).toBe(`/models/${replay.model}/timeline`)
    await expectAccessible(container)
  })

  it('say nothing of it beside another model', async () => {
    signInAs('engineer')
    server.use(
      http.get('*/v1/models/digits', () => HttpResponse.json({ ...detail, name: 'digits' })),
    )
    await renderApp('/models/digits/timeline')
    expect(await screen.findByText(/Nothing has happened/)).toBeVisible()
    expect(screen.queryByRole('region', { name: OFFER })).toBeNull()
  })

  it('are, for a replay, those that show what was, and lead back to what is real', async () => {
    state = loadedHistory
    signInAs('engineer')
    const { router } = await renderApp(`/models/${replay.model}/drift`)
    expect(await screen.findByText(LABEL)).toBeVisible()
    const navigation = await screen.findByRole('navigation', { name: 'Parts of this model' })
    const pages = within(navigation)
      .getAllByRole('link')
      .map((link) => link.textContent)
    expect(pages).toEqual(['Overview', 'Timeline', 'Live quality', 'Drift', 'Reports'])
    expect(screen.queryByRole('button', { name: 'Check now' })).toBeNull()
    await userEvent.click(await button('Back to real traffic'))
    expect(await panel('A replay of 2013 flights is loaded')).toBeVisible()
    expect(router.state.location.pathname).toBe('/models/flight-delay/drift')
  })
})
