import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import { detail } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { ADA } from '@/testing/session'

let asked: unknown[] = []
let thumbs: unknown[] = []

beforeEach(() => {
  asked = []
  thumbs = []
  server.use(
    http.get('*/v1/models/flight-delay', () => HttpResponse.json(detail)),
    http.post('*/v1/models/flight-delay/predict', async ({ request }) => {
      asked.push(await request.json())
      const answer = {
        prediction_id: 'p1',
        model: 'flight-delay',
        version: 1,
        variant: 'champion',
        cached: false,
        predictions: [{ probability: 0.73, label: 'late' }],
      }
      return HttpResponse.json(answer, { headers: { 'server-timing': 'total;dur=0.5' } })
    }),
    http.post('*/v1/models/flight-delay/explain', () =>
      HttpResponse.json({
        model: 'flight-delay',
        version: 1,
        method: 'permutation-shapley',
        output: 'probability',
        label: 'late',
        base: 0.2,
        score: 0.73,
        contributions: [
          { field: 'wind', value: 60, contribution: 0.4 },
          { field: 'carrier', value: 'DL', contribution: 0.13 },
        ],
      }),
    ),
    http.post('*/v1/feedback', async ({ request }) => {
      thumbs.push(await request.json())
      return HttpResponse.json({ accepted: 1 }, { status: 202 })
    }),
  )
})

async function answerPanel() {
  return screen.findByRole('region', { name: 'Answer' })
}

describe('trying a model', () => {
  it('answers an example, says why, and what really happened', async () => {
    const { container } = await renderApp('/models/flight-delay')
    await userEvent.click(await screen.findByRole('button', { name: 'A windy day' }))
    const panel = await answerPanel()
    expect(await within(panel).findByText('There is a 73% chance.')).toBeVisible()
    expect(panel).toHaveTextContent('The truth: late')
    expect(panel).toHaveTextContent('500 µs in the server')
    expect(await within(panel).findByText('60 mph')).toBeVisible()
    expect(within(panel).getByText('Delta')).toBeVisible()
    expect(asked).toEqual([{ rows: [{ carrier: 'DL', wind: 60 }], source: 'demo' }])
    await expectAccessible(container)
  })

  it('sends what the form holds and shows the same call in code', async () => {
    await renderApp('/models/flight-delay')
    await userEvent.click(await screen.findByRole('radio', { name: 'American' }))
    await userEvent.click(screen.getByRole('button', { name: 'Predict' }))
    await within(await answerPanel()).findByText('There is a 73% chance.')
    expect(asked).toEqual([{ rows: [{ carrier: 'AA', wind: 60 }], source: 'demo' }])
    const code = screen.getByRole('region', { name: 'The same call from a program' })
    expect(code).toHaveTextContent('"carrier":"AA"')
  })

  it('takes a thumb and confirms it', async () => {
    await renderApp('/models/flight-delay')
    await userEvent.click(await screen.findByRole('button', { name: 'A windy day' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Yes, a good answer' }))
    expect(await screen.findByText(/Thank you/)).toBeVisible()
    expect(thumbs).toEqual([{ prediction_id: 'p1', row: 0, thumb: 'up', comment: '' }])
  })

  it('says what to do when the model is not ready', async () => {
    server.use(
      http.post('*/v1/models/flight-delay/predict', () =>
        HttpResponse.json(
          { title: 'Loading', request_id: 'r-7' },
          { status: 503, headers: { 'retry-after': '2' } },
        ),
      ),
    )
    await renderApp('/models/flight-delay')
    await userEvent.click(await screen.findByRole('button', { name: 'Predict' }))
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent('You can try again in 2 s.')
    expect(within(alert).getByRole('button', { name: 'Try again' })).toBeDisabled()
    expect(alert).toHaveTextContent('r-7')
  })
})

describe('retraining', () => {
  it('asks for the password, then for a reason, and opens the run', async () => {
    let order: unknown
    server.use(
      http.post('*/v1/session', async ({ request }) => {
        const { password } = (await request.json()) as { password: string }
        return password === 'right'
          ? HttpResponse.json(ADA)
          : HttpResponse.json({ title: 'Wrong' }, { status: 401 })
      }),
      http.post('*/v1/training-runs', async ({ request }) => {
        expect(request.headers.get('x-csrf-token')).toBe(ADA.csrf_token)
        order = await request.json()
        return HttpResponse.json({ id: 7 }, { status: 202 })
      }),
      http.get('*/v1/recipes', () => HttpResponse.json({ recipes: [] })),
      http.get('*/v1/training-runs/7', () => HttpResponse.json({ title: 'x' }, { status: 404 })),
    )
    const { router } = await renderApp('/models/flight-delay')
    await userEvent.click(await screen.findByRole('button', { name: 'Retrain' }))
    await userEvent.type(await screen.findByLabelText(/Name/), 'ada')
    await userEvent.type(screen.getByLabelText(/^Password/), 'wrong{Enter}')
    expect(await screen.findByText('The name or the password is wrong.')).toBeInTheDocument()
    await userEvent.clear(screen.getByLabelText(/^Password/))
    await userEvent.type(screen.getByLabelText(/^Password/), 'right{Enter}')
    const trees = await screen.findByLabelText('trees')
    await userEvent.clear(trees)
    await userEvent.type(trees, '300')
    await userEvent.type(screen.getByLabelText(/Why/), 'spring data')
    await userEvent.click(screen.getByRole('button', { name: 'Start training' }))
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/training-runs/7')
    })
    expect(order).toEqual({
      model: 'flight-delay',
      parameters: { trees: 300 },
      reason: 'spring data',
    })
  })
})
