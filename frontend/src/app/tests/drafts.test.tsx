import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import type { Draft } from '@/api/types'
import { draft, job } from '@/testing/drafts'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { signInAda, signInAs } from '@/testing/session'

const LARGEST = 5000

function list(...drafts: Draft[]) {
  return http.get('*/v1/drafts', () =>
    HttpResponse.json({
      drafts,
      next_offset: null,
      total: drafts.length,
      largest_file_bytes: LARGEST,
    }),
  )
}

/** The draft on the server: changed by what is sent, as the API does it. */
function keeping(first: Draft, orders: unknown[] = []) {
  let kept = first
  const answer = () => HttpResponse.json(kept)
  server.use(
    http.get('*/v1/drafts/d1', answer),
    http.put('*/v1/drafts/d1', async ({ request }) => {
      const order = (await request.json()) as Pick<Draft, 'name' | 'document'>
      orders.push(order)
      kept = { ...kept, ...order, revision: kept.revision + 1, faults: [] }
      return answer()
    }),
    http.post('*/v1/drafts/d1/trials', async ({ request }) => {
      const { rows } = (await request.json()) as { rows: Record<string, unknown>[] }
      const prediction = {
        label: '1',
        probability: 0.8,
        probabilities: { '0': 0.1, '1': 0.8, '2': 0.1 },
      }
      const results = rows.map((row) =>
        row.x_1 === 13
          ? { prediction: null, error: 'The model gave nan.' }
          : { prediction, error: null },
      )
      kept = { ...kept, trial: { rows, results, seconds: 0.001, is_current: true } }
      return answer()
    }),
    http.post('*/v1/drafts/d1/register', async ({ request }) => {
      orders.push(await request.json())
      kept = { ...kept, state: 'registered', version: 1 }
      return answer()
    }),
    http.get('*/v1/jobs/:id/events', () => new HttpResponse(null, { status: 204 })),
  )
  return orders
}

beforeEach(() => {
  signInAda()
  server.use(list())
})

describe('bringing a file', () => {
  it('leads to its draft, which tells how the check goes on', async () => {
    const checking: Draft = {
      ...draft,
      state: 'checking',
      document: null,
      findings: null,
      faults: [],
      check_job: job({ state: 'running', progress: 0.1 }),
    }
    keeping(checking)
    server.use(http.post('*/v1/drafts', () => HttpResponse.json(checking, { status: 202 })))
    const { container, router } = await renderApp('/drafts')
    await expectAccessible(container)
    const input = await screen.findByLabelText('Drop an ONNX file here, or choose one')
    await userEvent.upload(input, new File(['x'], 'wine.onnx'))
    expect(await screen.findByRole('progressbar', { name: 'Looking at the graph' })).toBeVisible()
    expect(router.state.location.pathname).toBe('/drafts/d1')
    expect(screen.getByText('You may leave this page and come back.')).toBeVisible()
  })

  it('refuses one that is too large before it is sent', async () => {
    await renderApp('/drafts')
    await screen.findByText(/up to 5 kB/)
    const input = screen.getByLabelText('Drop an ONNX file here, or choose one')
    await userEvent.upload(input, new File(['x'.repeat(LARGEST + 1)], 'huge.onnx'))
    expect(await screen.findByRole('alert')).toHaveTextContent('huge.onnx has 5 kB; at most 5 kB')
  })

  it('is for engineers', async () => {
    signInAs('viewer')
    await renderApp('/drafts')
    expect(await screen.findByText(/You may not see this|not allowed|needs/i)).toBeVisible()
    expect(screen.queryByLabelText('Drop an ONNX file here, or choose one')).toBeNull()
  })

  it('says why a file was refused, and what to do', async () => {
    keeping({
      ...draft,
      state: 'refused',
      document: null,
      check_job: job({ state: 'failed', error: 'The file is a Python pickle.' }),
    })
    const { container } = await renderApp('/drafts/d1')
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent('The file is a Python pickle.')
    expect(within(alert).getByRole('link', { name: 'Bring another file' })).toBeVisible()
    await expectAccessible(container)
  })
})

describe('a draft', () => {
  it('is found among those that were brought', async () => {
    const asked: (string | null)[] = []
    server.use(
      http.get('*/v1/drafts', ({ request }) => {
        asked.push(new URL(request.url).searchParams.get('search'))
        const drafts = [{ ...draft, name: 'wine' }]
        return HttpResponse.json({
          drafts,
          next_offset: null,
          total: 1,
          largest_file_bytes: LARGEST,
        })
      }),
    )
    await renderApp('/drafts')
    expect(await screen.findByRole('link', { name: 'wine' })).toHaveAttribute('href', '/drafts/d1')
    await userEvent.type(screen.getByLabelText('Search by name'), 'win')
    await waitFor(() => {
      expect(asked.at(-1)).toBe('win')
    })
  })

  it('is described, and kept when the next step is opened', async () => {
    const orders = keeping(draft)
    const { container, router } = await renderApp('/drafts/d1')
    await userEvent.type(await screen.findByLabelText(/^Name/), 'Wine')
    await userEvent.type(screen.getByLabelText(/^Title \(English\)/), 'Wine')
    await expectAccessible(container)
    await userEvent.click(screen.getByRole('button', { name: 'Next' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Edit x_1' }))
    expect(router.state.location.search).toEqual({ step: 'fields' })
    expect(orders).toHaveLength(1)
    expect(orders[0]).toMatchObject({
      name: 'wine',
      document: { title: { en: 'Wine' } },
      seen_revision: 0,
    })
    const name = screen.getByLabelText(/^Field name/)
    await userEvent.clear(name)
    await userEvent.type(name, 'alcohol')
    await userEvent.type(screen.getByLabelText('At least'), '11.05')
    await userEvent.type(screen.getByLabelText('At most'), '15')
    await expectAccessible(container)
    await userEvent.click(screen.getByRole('tab', { name: '3. Its answer' }))
    await screen.findByLabelText('Value 1')
    expect(orders[1]).toMatchObject({
      document: {
        schema: {
          fields: [{ name: 'alcohol', minimum: 11.05, maximum: 15 }, { name: 'x_2' }],
          graph_inputs: [{ fields: ['alcohol', 'x_2'] }],
        },
      },
      seen_revision: 1,
    })
    await userEvent.type(screen.getByLabelText('Title 1 (English)'), 'Barolo')
    await expectAccessible(container)
    await userEvent.click(screen.getByRole('button', { name: 'Save draft' }))
    await screen.findByText('Everything is saved')
    expect(orders[2]).toMatchObject({
      document: { presentation: { label_titles: { '0': { en: 'Barolo' } } } },
    })
  })

  it('gets all its columns named at once', async () => {
    keeping(draft)
    await renderApp('/drafts/d1?step=fields')
    await userEvent.click(await screen.findByRole('button', { name: 'Name all columns at once' }))
    const names = screen.getByLabelText('Column names, in order')
    await userEvent.type(names, 'alcohol')
    expect(screen.getByText('1 given; 2 different ones are needed')).toBeVisible()
    await userEvent.type(names, ', ash')
    await userEvent.click(screen.getByRole('button', { name: 'Name them' }))
    expect(await screen.findByRole('button', { name: 'Edit ash' })).toBeVisible()
  })

  it('tells of what is still wrong with it', async () => {
    keeping(draft)
    await renderApp('/drafts/d1')
    expect(await screen.findByText('the model has no title in English')).toBeVisible()
  })

  it('does not undo unseen what somebody else has changed', async () => {
    keeping(draft)
    server.use(
      http.put('*/v1/drafts/d1', () =>
        HttpResponse.json(
          { type: 'urn:farol:problem:draft-changed', title: 'Conflict', detail: 'changed' },
          { status: 409 },
        ),
      ),
    )
    await renderApp('/drafts/d1')
    await userEvent.type(await screen.findByLabelText(/^Name/), 'wine')
    await userEvent.click(screen.getByRole('button', { name: 'Save draft' }))
    const load = await screen.findByRole('button', { name: /Load what is saved/ })
    server.use(http.get('*/v1/drafts/d1', () => HttpResponse.json({ ...draft, name: 'theirs' })))
    await userEvent.click(load)
    await waitFor(() => {
      expect(screen.getByLabelText(/^Name/)).toHaveValue('theirs')
    })
  })

  it('asks before what is not saved is lost', async () => {
    keeping(draft)
    const { router } = await renderApp('/drafts/d1')
    await userEvent.type(await screen.findByLabelText(/^Name/), 'wine')
    await userEvent.click(screen.getByRole('link', { name: 'Bring a model' }))
    const dialog = await screen.findByRole('dialog', { name: 'Leave without saving?' })
    await userEvent.click(within(dialog).getByRole('button', { name: 'Leave' }))
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/drafts')
    })
  })
})

describe('trying and saving', () => {
  const ready: Draft = { ...draft, name: 'wine', faults: [] }

  it('shows the answer as visitors will see it, and keeps the row as an example', async () => {
    const orders = keeping(ready)
    const { container } = await renderApp('/drafts/d1?step=try')
    const first = await screen.findByLabelText(/x_1/)
    await userEvent.clear(first)
    // A point on its way to a number does not empty the field.
    await userEvent.type(first, '2.05')
    await userEvent.click(screen.getByRole('button', { name: 'Predict' }))
    const answers = await screen.findByRole('region', { name: 'What it answered' })
    expect(within(answers).getByText(/x_1 = 2\.05/)).toBeVisible()
    expect(within(answers).getByRole('list', { name: /./ })).toHaveTextContent('80%')
    await userEvent.type(screen.getByLabelText(/Keep it as an example/), 'A second wine')
    await userEvent.click(screen.getByRole('button', { name: 'Keep' }))
    await expectAccessible(container)
    await userEvent.click(screen.getByRole('button', { name: 'Try all' }))
    await waitFor(() => {
      expect(orders.at(-1)).toMatchObject({
        document: { examples: [{ title: { en: 'A second wine' }, row: { x_1: 2.05, x_2: 0 } }] },
      })
    })
  })

  it('tells why a row has no answer, and does not let it be saved', async () => {
    keeping(ready)
    await renderApp('/drafts/d1?step=try')
    const first = await screen.findByLabelText(/x_1/)
    await userEvent.clear(first)
    await userEvent.type(first, '13')
    await userEvent.click(screen.getByRole('button', { name: 'Predict' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('The model gave nan.')
    await userEvent.click(screen.getByRole('tab', { name: '5. Save it' }))
    expect(await screen.findByRole('button', { name: 'Save and serve' })).toBeDisabled()
  })

  it('saves with a reason and leads to the model', async () => {
    const trial = { rows: [{ x_1: 1 }], results: [{ prediction: {}, error: null }] }
    const orders = keeping({ ...ready, trial: { ...trial, seconds: 0.1, is_current: true } })
    const { container } = await renderApp('/drafts/d1?step=register')
    await userEvent.click(await screen.findByRole('button', { name: 'Save and serve' }))
    const dialog = await screen.findByRole('dialog', { name: 'Register wine?' })
    await userEvent.type(within(dialog).getByLabelText(/Why/), 'It knows its wines')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save and serve' }))
    const link = await screen.findByRole('link', { name: 'The model’s page' })
    expect(link).toHaveAttribute('href', '/models/wine')
    expect(orders).toEqual([{ reason: 'It knows its wines', as_new_version: false }])
    await expectAccessible(container)
  })

  it('says that a name is taken by a model of another kind', async () => {
    keeping({ ...ready, taken_by: 'regression' })
    await renderApp('/drafts/d1?step=register')
    expect(await screen.findByRole('alert')).toHaveTextContent('another kind of question')
    expect(screen.getByRole('button', { name: 'Save as a version' })).toBeDisabled()
  })

  it('is thrown away after a question', async () => {
    keeping(ready)
    let gone = false
    server.use(
      http.delete('*/v1/drafts/d1', () => {
        gone = true
        return new HttpResponse(null, { status: 204 })
      }),
    )
    const { router } = await renderApp('/drafts/d1?step=register')
    await userEvent.click(await screen.findByRole('button', { name: 'Discard' }))
    const dialog = await screen.findByRole('dialog', { name: 'Discard wine?' })
    await userEvent.click(within(dialog).getByRole('button', { name: 'Discard' }))
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/drafts')
    })
    expect(gone).toBe(true)
  })
})
