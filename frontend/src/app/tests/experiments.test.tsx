import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import { experiment } from '@/testing/experiments'
import { detail } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { signInAda } from '@/testing/session'

const LIST = '/models/flight-delay/experiments'
const NINE = `${LIST}/9`

beforeEach(() => {
  signInAda()
  server.use(
    http.get('*/v1/models/flight-delay', () => HttpResponse.json(detail)),
    http.get('*/v1/models/flight-delay/experiments', () =>
      HttpResponse.json({ model: 'flight-delay', running: 9, experiments: [experiment] }),
    ),
    http.get('*/v1/experiments/9', () => HttpResponse.json(experiment)),
  )
})

async function sayWhy(reason: string, confirm: string) {
  const dialog = await screen.findByRole('dialog')
  fireEvent.change(within(dialog).getByLabelText(/Why/), { target: { value: reason } })
  await userEvent.click(within(dialog).getByRole('button', { name: confirm }))
}

describe('experiments', () => {
  it('are listed with what was learnt, in the reader’s language', async () => {
    const { container } = await renderApp(LIST, 'pt-BR')
    const panel = await screen.findByRole('region', { name: 'Experimentos' })
    expect(
      await within(panel).findByRole('link', { name: 'Is version 3 better?' }),
    ).toHaveAttribute('href', NINE)
    expect(panel).toHaveTextContent('Ainda sem decisão')
    await expectAccessible(container)
  })

  it('say first what was learnt, then what that rests on', async () => {
    const { container } = await renderApp(NINE)
    const result = await screen.findByRole('region', { name: 'Is version 3 better?' })
    expect(result).toHaveTextContent(/Is version 3 better\?RunningNot decided yet/)
    expect(screen.getByRole('region', { name: 'Arms' })).toHaveTextContent(
      'Improvement +0.0055, between -0.001 and +0.012 with 95% confidence.',
    )
    const trust = screen.getByRole('region', { name: 'Can it be trusted?' })
    expect(trust).toHaveTextContent('new3,22250.2%50.0%')
    expect(trust).toHaveTextContent('Latencybroken by new50 ms1.1 ms90 ms')
    await expectAccessible(container)
  })

  it('are stopped with a reason, as they were seen', async () => {
    let order: unknown
    server.use(
      http.post('*/v1/experiments/9/actions', async ({ request }) => {
        order = await request.json()
        return HttpResponse.json({ ...experiment, status: 'stopped' })
      }),
    )
    await renderApp(NINE)
    await userEvent.click(await screen.findByRole('button', { name: 'Stop' }))
    await sayWhy('The airport is closed', 'Stop')
    await waitFor(() => {
      expect(order).toEqual({ action: 'stop', reason: 'The airport is closed', seen_revision: 1 })
    })
  })

  it('are planned from versions, with shares that must be whole', async () => {
    let order: { plan?: { arms: unknown } } = {}
    server.use(
      http.post('*/v1/models/flight-delay/experiments', async ({ request }) => {
        order = (await request.json()) as typeof order
        return HttpResponse.json(experiment, { status: 201 })
      }),
    )
    const { container, router } = await renderApp(`${LIST}/new`)
    fireEvent.change(await screen.findByLabelText(/What do you want to know/), {
      target: { value: 'Which?' },
    })
    const [share, other] = screen.getAllByLabelText('Share')
    if (!share || !other) throw new Error('There are not two arms')
    fireEvent.change(share, { target: { value: '80' } })
    expect(screen.getByText(/The shares add up to 130%/)).toBeVisible()
    fireEvent.change(other, { target: { value: '20' } })
    expect(screen.queryByText(/The shares add up/)).toBeNull()
    await expectAccessible(container)
    await userEvent.click(screen.getByRole('button', { name: 'Keep the draft' }))
    await sayWhy('To know', 'Keep the draft')
    await screen.findByRole('region', { name: 'Is version 3 better?' })
    expect(router.state.location.pathname).toBe(NINE)
    expect(order).toMatchObject({ name: 'Which?', reason: 'To know' })
    expect(order.plan?.arms).toMatchObject([{ share: 0.8 }, { share: 0.2 }])
  })
})
