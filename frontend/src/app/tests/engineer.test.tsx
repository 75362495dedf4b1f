import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import { detail } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { ADA, signInAda } from '@/testing/session'

const run = {
  id: 7,
  model: 'flight-delay',
  recipe: 'flight-delay',
  reason: 'Spring is in',
  parameters: {},
  retry_of: null,
  version: 3,
  created_at: '2026-11-22T21:30:00Z',
  created_by: 'policy:flight-delay',
  job: {
    id: 9,
    task: 'training.train',
    state: 'succeeded',
    attempt: 1,
    max_attempts: 3,
    progress: 1,
    message: '',
    error: null,
    cancel_requested_at: null,
    created_at: '2026-11-22T21:30:00Z',
    created_by: 'policy:flight-delay',
    started_at: '2026-11-22T21:30:05Z',
    finished_at: '2026-11-22T21:32:10Z',
  },
}

const runs = (...list: unknown[]) =>
  http.get('*/v1/training-runs', () =>
    HttpResponse.json({ training_runs: list, next_before: null, total: list.length }),
  )

beforeEach(() => {
  server.use(
    http.get('*/v1/models/flight-delay', () => HttpResponse.json(detail)),
    http.post('*/v1/session', () => HttpResponse.json(ADA)),
  )
})

describe("a model's engineers", () => {
  it('are asked to sign in where a link led them, and then see what it leads to', async () => {
    server.use(runs(run))
    await renderApp('/models/flight-delay/runs')
    const prompt = await screen.findByRole('region', { name: 'For engineers' })
    expect(screen.queryByRole('navigation', { name: 'Parts of this model' })).toBeNull()
    await userEvent.click(within(prompt).getByRole('button', { name: 'Sign in' }))
    await userEvent.type(await screen.findByLabelText(/Name/), 'ada')
    await userEvent.type(screen.getByLabelText(/^Password/), 'right{Enter}')
    expect(await screen.findByRole('region', { name: 'Training runs' })).toBeVisible()
  })

  it('choose a password of their own before anything else', async () => {
    let order: unknown
    server.use(
      runs(run),
      http.post('*/v1/session', () => HttpResponse.json({ ...ADA, must_change_password: true })),
      http.put('*/v1/session/password', async ({ request }) => {
        expect(request.headers.get('x-csrf-token')).toBe(ADA.csrf_token)
        order = await request.json()
        return HttpResponse.json(ADA)
      }),
    )
    await renderApp('/models/flight-delay/runs')
    const prompt = await screen.findByRole('region', { name: 'For engineers' })
    await userEvent.click(within(prompt).getByRole('button', { name: 'Sign in' }))
    await userEvent.type(await screen.findByLabelText(/Name/), 'ada')
    await userEvent.type(screen.getByLabelText(/^Password/), 'first{Enter}')
    await userEvent.type(await screen.findByLabelText(/^New password/), 'a long one of her own')
    expect(screen.queryByRole('region', { name: 'Training runs' })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Set the password' }))
    expect(await screen.findByRole('region', { name: 'Training runs' })).toBeVisible()
    expect(order).toEqual({
      current_password: 'first',
      new_password: 'a long one of her own',
    })
  })

  it('are asked to sign in again when their session has ended', async () => {
    signInAda()
    server.use(
      http.get('*/v1/training-runs', () =>
        HttpResponse.json({ title: 'The session has ended' }, { status: 401 }),
      ),
    )
    await renderApp('/models/flight-delay/runs')
    const prompt = await screen.findByRole('region', { name: 'For engineers' })
    expect(within(prompt).getByRole('button', { name: 'Sign in' })).toBeVisible()
  })

  it('come from the visitor’s page by its last tab', async () => {
    server.use(http.get('*/v1/models/flight-delay/*', () => HttpResponse.json({}, { status: 500 })))
    const { router } = await renderApp('/models/flight-delay')
    await userEvent.click(await screen.findByRole('tab', { name: 'For engineers' }))
    await userEvent.type(await screen.findByLabelText(/Name/), 'ada')
    await userEvent.type(screen.getByLabelText(/^Password/), 'right{Enter}')
    const navigation = await screen.findByRole('navigation', { name: 'Parts of this model' })
    expect(router.state.location.pathname).toBe('/models/flight-delay/rollout')
    expect(within(navigation).getByRole('link', { name: 'Rollout' })).toHaveAttribute(
      'aria-current',
      'page',
    )
  })

  it('go from part to part and keep their place', async () => {
    signInAda()
    server.use(runs(run))
    const { router } = await renderApp('/models/flight-delay')
    const link = await screen.findByRole('link', { name: 'Runs' })
    await userEvent.click(link)
    expect(await screen.findByRole('region', { name: 'Training runs' })).toBeVisible()
    expect(router.state.location.pathname).toBe('/models/flight-delay/runs')
    expect(link).toHaveFocus()
  })
})

describe('training runs', () => {
  it('say why, by whom, how long and what came of it', async () => {
    signInAda()
    server.use(runs(run))
    const { container } = await renderApp('/models/flight-delay/runs')
    const row = await screen.findByRole('row', { name: /Training run 7/ })
    expect(row).toHaveTextContent('Spring is in')
    expect(row).toHaveTextContent('the policy')
    expect(row).toHaveTextContent('2 min 5 sec')
    expect(row).toHaveTextContent('Version 3')
    await expectAccessible(container)
  })

  it('say what to do where there is none', async () => {
    signInAda()
    server.use(runs())
    await renderApp('/models/flight-delay/runs')
    expect(await screen.findByText(/starts the first run/)).toBeVisible()
  })

  it('say that they could not be loaded', async () => {
    signInAda()
    server.use(
      http.get('*/v1/training-runs', () =>
        HttpResponse.json({ title: 'Broken', request_id: 'r-9' }, { status: 500 }),
      ),
    )
    await renderApp('/models/flight-delay/runs')
    expect(await screen.findByRole('alert')).toHaveTextContent('r-9')
  })
})
