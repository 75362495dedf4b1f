import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import type { Recipe, TrainingRun } from '@/api/types'
import { job } from '@/testing/drafts'
import { detail, summary } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { signInAda, signInAs } from '@/testing/session'

function run(id: number, part: Partial<TrainingRun> = {}): TrainingRun {
  return {
    id,
    model: 'flight-delay',
    recipe: 'flight-delay',
    parameters: {},
    reason: `Reason ${String(id)}`,
    retry_of: null,
    version: null,
    created_at: '2026-11-23T12:00:00Z',
    created_by: 'person:ada',
    job: job({ id }),
    ...part,
  }
}

const recipe: Recipe = {
  name: 'flight-delay',
  task: 'binary',
  title: { en: 'Flight delay' },
  summary: { en: '' },
  parameters: [
    {
      name: 'trees',
      kind: 'whole',
      default: 200,
      title: { en: 'Trees' },
      minimum: 1,
      above: null,
      choices: [],
      optional: false,
    },
    {
      name: 'source',
      kind: 'choice',
      default: 'archive',
      title: { en: 'Rows from' },
      minimum: null,
      above: null,
      choices: ['archive', 'log'],
      optional: false,
    },
  ],
}

const RUNS = [run(3, { version: 2 }), run(2, { retry_of: 1 }), run(1, { parameters: { trees: 5 } })]

/** The list as the API has it; what it was asked is noted. */
function listing(asked: URLSearchParams[] = []) {
  server.use(
    http.get('*/v1/training-runs', ({ request }) => {
      asked.push(new URL(request.url).searchParams)
      return HttpResponse.json({ training_runs: RUNS, next_before: null, total: RUNS.length })
    }),
    http.get('*/v1/training-runs/:id', ({ params }) =>
      HttpResponse.json(RUNS.find(({ id }) => id === Number(params.id)) ?? run(9)),
    ),
  )
  return asked
}

beforeEach(() => {
  signInAda()
  listing()
  server.use(
    http.get('*/v1/models', () => HttpResponse.json({ models: [summary] })),
    http.get('*/v1/models/flight-delay', () => HttpResponse.json(detail)),
    http.get('*/v1/recipes', () => HttpResponse.json({ recipes: [recipe] })),
    http.get('*/v1/jobs/:id/events', () => new HttpResponse(null, { status: 204 })),
  )
})

describe('the runs of all models', () => {
  it('are found by what stands in the address', async () => {
    const asked = listing()
    const { container, router } = await renderApp('/runs?group=failed')
    expect(await screen.findByRole('row', { name: /Training run 3/ })).toHaveTextContent(
      'flight-delay',
    )
    expect(asked.at(-1)?.getAll('state')).toEqual(['failed', 'dead'])
    await expectAccessible(container)
    await userEvent.selectOptions(screen.getByLabelText('State'), 'Waiting or running')
    await userEvent.selectOptions(screen.getByLabelText('Model'), 'Flight delay')
    await userEvent.type(screen.getByLabelText('Search'), 'spring')
    await waitFor(() => {
      expect(router.state.location.search).toEqual({
        model: 'flight-delay',
        group: 'active',
        search: 'spring',
      })
    })
    await waitFor(() => {
      expect(asked.at(-1)?.toString()).toBe(
        'model=flight-delay&state=queued&state=running&search=spring&limit=20',
      )
    })
  })

  it('are ticked and compared, what differs first', async () => {
    const { container, router } = await renderApp('/runs')
    await userEvent.click(await screen.findByLabelText('Tick training run 1 to compare it'))
    await userEvent.click(screen.getByLabelText('Tick training run 3 to compare it'))
    await userEvent.click(screen.getByRole('button', { name: 'Compare 2' }))
    const row = await screen.findByRole('row', { name: /^trees/ })
    expect(row).toHaveTextContent('treesdiffers5as the recipe says')
    expect(router.state.location.search).toEqual({ ids: '1,3' })
    await expectAccessible(container)
  })

  it('are for engineers', async () => {
    signInAs('viewer')
    await renderApp('/runs')
    await screen.findByRole('heading', { name: 'Training runs' })
    expect(screen.queryByLabelText('Search')).toBeNull()
  })
})

describe('a training', () => {
  it('is asked for by what its recipe declares, and by what differs alone', async () => {
    let order: unknown
    server.use(
      http.post('*/v1/training-runs', async ({ request }) => {
        order = await request.json()
        return HttpResponse.json(run(9), { status: 202 })
      }),
    )
    const { router } = await renderApp('/runs')
    const start = await screen.findByRole('button', { name: 'Start a training' })
    await waitFor(() => {
      expect(start).toBeEnabled()
    })
    await userEvent.click(start)
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Flight delay' }))
    const dialog = await screen.findByRole('dialog', { name: 'Retrain Flight delay' })
    const trees = await within(dialog).findByLabelText('Trees')
    await userEvent.clear(trees)
    expect(within(dialog).getByText('Not right yet: trees')).toBeVisible()
    await userEvent.type(trees, '20')
    expect(within(dialog).getByLabelText('Rows from')).toHaveValue('archive')
    await userEvent.type(within(dialog).getByLabelText(/Why/), 'Fewer will do')
    await expectAccessible(dialog)
    await userEvent.click(within(dialog).getByRole('button', { name: 'Start training' }))
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/training-runs/9')
    })
    expect(order).toEqual({
      model: 'flight-delay',
      parameters: { trees: 20 },
      reason: 'Fewer will do',
    })
  })

  it('that is over is repeated for a reason, and says which one it repeats', async () => {
    let order: unknown
    server.use(
      http.post('*/v1/training-runs/3/retry', async ({ request }) => {
        order = await request.json()
        return HttpResponse.json(run(2), { status: 202 })
      }),
    )
    const { container, router } = await renderApp('/training-runs/3')
    expect(await screen.findByRole('link', { name: 'Compare with version 1' })).toHaveAttribute(
      'href',
      '/models/flight-delay/compare?versions=1,2',
    )
    await userEvent.click(screen.getByRole('button', { name: 'Train again' }))
    const dialog = await screen.findByRole('dialog', { name: 'Repeat training run 3?' })
    await userEvent.type(within(dialog).getByLabelText(/Why/), 'Once more')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Start training' }))
    expect(await screen.findByRole('link', { name: 'repeats training run 1' })).toBeVisible()
    expect(router.state.location.pathname).toBe('/training-runs/2')
    expect(order).toEqual({ reason: 'Once more' })
    await expectAccessible(container)
  })
})
