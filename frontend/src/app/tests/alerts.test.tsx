import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import type { AlertDetail } from '@/api/types'
import { alert, alertDetail } from '@/testing/alerts'
import { summary } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { evidence, transition } from '@/testing/rollouts'
import { server } from '@/testing/server'
import { signInAs } from '@/testing/session'

const asked: URLSearchParams[] = []
const ordered: unknown[] = []
const job = { ...alert, id: 3, kind: 'job', severity: 'moderate', title: 'A job failed' } as const

function answerWith(detail: AlertDetail) {
  server.use(
    http.get('*/v1/alerts/7', () => HttpResponse.json(detail)),
    http.post('*/v1/alerts/7/actions', async ({ request }) => {
      ordered.push(await request.json())
      return HttpResponse.json({ ...detail, state: 'acknowledged', acknowledged_by: 'person:ana' })
    }),
  )
}

beforeEach(() => {
  asked.length = 0
  ordered.length = 0
  server.use(
    http.get('*/v1/models', () => HttpResponse.json({ models: [summary] })),
    http.get('*/v1/alerts', ({ request }) => {
      const query = new URL(request.url).searchParams
      asked.push(query)
      if (query.get('search') === 'nothing')
        return HttpResponse.json({ alerts: [], next_before_id: null })
      return HttpResponse.json(
        query.get('before_id') === '7'
          ? { alerts: [job], next_before_id: null }
          : { alerts: [alert], next_before_id: 7 },
      )
    }),
  )
  answerWith(alertDetail)
})

describe('the alerts', () => {
  it('are those that nobody has resolved, page by page', async () => {
    signInAs('engineer')
    const { container } = await renderApp('/alerts')
    const link = await screen.findByRole('link', { name: alert.title })
    expect(link).toHaveAttribute('href', '/alerts/7')
    expect(screen.getByText('seen 2 more times')).toBeVisible()
    expect(asked[0]?.getAll('state')).toEqual(['open', 'acknowledged'])
    await userEvent.click(screen.getByRole('button', { name: 'Show more' }))
    expect(await screen.findByRole('link', { name: 'A job failed' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull()
    await expectAccessible(container)
  })

  it('are narrowed in the address, and all are shown again', async () => {
    signInAs('viewer')
    const { router } = await renderApp('/alerts?state=any&severity=mild&model=flight-delay')
    const filters = await screen.findByRole('search', { name: 'Narrow the alerts' })
    expect(within(filters).getByLabelText('State')).toHaveDisplayValue('Open and past')
    expect(within(filters).getByLabelText('Severity')).toHaveDisplayValue('Any')
    expect(asked[0]?.get('model')).toBe('flight-delay')
    expect(asked[0]?.has('state')).toBe(false)
    expect(asked[0]?.has('severity')).toBe(false)
    await userEvent.selectOptions(within(filters).getByLabelText('Kind'), 'Drift')
    await userEvent.type(within(filters).getByLabelText('Search'), 'nothing')
    expect(
      await screen.findByText('No alert is like this. Take away a filter to see more.'),
    ).toBeVisible()
    expect(router.state.location.search).toEqual({
      state: 'any',
      kind: 'drift',
      model: 'flight-delay',
      search: 'nothing',
    })
    await userEvent.click(within(filters).getByRole('button', { name: 'Show all' }))
    expect(await screen.findByRole('link', { name: alert.title })).toBeVisible()
    expect(router.state.location.search).toEqual({})
    expect(within(filters).getByLabelText('Search')).toHaveValue('')
  })

  it('are read, not acted upon, by a viewer', async () => {
    signInAs('viewer')
    await renderApp('/alerts')
    expect(await screen.findByRole('link', { name: alert.title })).toBeVisible()
    expect(screen.queryByRole('button', { name: /Acknowledge|Resolve/ })).toBeNull()
  })

  it('say what to do when they cannot be loaded', async () => {
    signInAs('viewer')
    server.use(
      http.get('*/v1/alerts', () =>
        HttpResponse.json({ title: 'Broken', request_id: 'req-9' }, { status: 500 }),
      ),
    )
    await renderApp('/alerts', 'pt-BR')
    const error = await screen.findByRole('alert')
    expect(error).toHaveTextContent('Não foi possível carregar os alertas')
    expect(error).toHaveTextContent('req-9')
  })
})

describe('an alert', () => {
  it('shows its history, its check, and where to look', async () => {
    signInAs('viewer')
    const { container } = await renderApp('/alerts/7')
    const history = await screen.findByRole('region', { name: 'What happened' })
    expect(
      within(history)
        .getAllByRole('listitem')
        .map((item) => item.dataset.kind),
    ).toEqual(['raised', 'sent', 'escalated'])
    expect(history).toHaveTextContent('Told over slack-1')
    expect(screen.getByRole('region', { name: 'What the check found' })).toHaveTextContent(
      'wind_speed_mph has moved',
    )
    expect(screen.getByText('another serious check')).toBeVisible()
    expect(screen.getByRole('link', { name: 'See what it is about' })).toHaveAttribute(
      'href',
      '/models/flight-delay/drift',
    )
    await expectAccessible(container)
  })

  it('is acknowledged with a reason', async () => {
    signInAs('engineer')
    await renderApp('/alerts/7')
    await userEvent.click(
      await screen.findByRole('button', { name: `Acknowledge: ${alert.title}` }),
    )
    const dialog = await screen.findByRole('dialog', { name: 'Look after this alert?' })
    await userEvent.type(within(dialog).getByLabelText(/Why/), ' I am asking the airline ')
    answerWith({ ...alertDetail, state: 'acknowledged', acknowledged_by: 'person:ana' })
    await userEvent.click(within(dialog).getByRole('button', { name: 'Acknowledge' }))
    expect(await screen.findByText('ana looks after it')).toBeVisible()
    expect(ordered).toEqual([{ action: 'acknowledge', reason: 'I am asking the airline' }])
    expect(screen.queryByRole('button', { name: /^Acknowledge:/ })).toBeNull()
    expect(screen.getByRole('button', { name: /^Resolve:/ })).toBeInTheDocument()
  })

  it('about a rollout shows the figures of the step that ended it', async () => {
    signInAs('viewer')
    const step = transition({ step: 'roll back', to_stage: 'rolled_back', revision: 9, evidence })
    answerWith({ ...alertDetail, kind: 'rollout', check: null, step })
    await renderApp('/alerts/7')
    const rests = await screen.findByRole('region', { name: 'What it rests on' })
    expect(rests).toHaveTextContent('-2% against the champion')
  })

  it('leads nowhere outside of the product', async () => {
    signInAs('viewer')
    answerWith({ ...alertDetail, path: '//elsewhere.example' })
    await renderApp('/alerts/7')
    expect(await screen.findByText('See what it is about')).toBeVisible()
    expect(screen.queryByRole('link', { name: 'See what it is about' })).toBeNull()
  })
})
