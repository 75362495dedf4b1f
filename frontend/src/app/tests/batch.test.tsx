import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import type { BatchPrediction, Job } from '@/api/types'
import { detail } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'

const PAGE = '/models/flight-delay/batch'
const HEADER = 'carrier,wind\n'
const job: Job = {
  id: 5,
  task: 'batches.predict',
  state: 'running',
  progress: 0.4,
  attempt: 1,
  created_at: '2026-11-23T10:00:00Z',
  started_at: '2026-11-23T10:00:01Z',
  finished_at: null,
  error: null,
} as Job
const batch: BatchPrediction = {
  id: 'b1',
  model: 'flight-delay',
  version: 1,
  format: 'csv',
  filename: 'flights.csv',
  size_bytes: 40,
  rows_scored: 0,
  rows_refused: 0,
  created_at: '2026-11-23T10:00:00Z',
  created_by: 'visitor',
  expires_at: '2026-11-23T11:00:00Z',
  job,
  result_url: null,
  errors_url: null,
}
const done: BatchPrediction = {
  ...batch,
  rows_scored: 1,
  rows_refused: 1,
  job: { ...job, state: 'succeeded', progress: 1 },
  result_url: '/v1/batch-predictions/b1/result',
  errors_url: '/v1/batch-predictions/b1/errors',
}

let sent: string[] = []

beforeEach(() => {
  sent = []
  window.localStorage.clear()
  server.use(
    http.get('*/v1/models/flight-delay', () => HttpResponse.json(detail)),
    http.get('*/v1/batch-predictions/limits', () =>
      HttpResponse.json({ allowed: true, rows: 3, size_bytes: 1000, kept_minutes: 60 }),
    ),
    http.post('*/v1/batch-predictions', async ({ request }) => {
      sent.push(await request.text())
      return HttpResponse.json(batch, { status: 202 })
    }),
    http.get('*/v1/batch-predictions/b1', () => HttpResponse.json(done)),
    http.get('*/v1/batch-predictions/b1/result', () =>
      HttpResponse.text(
        'carrier,wind,prediction_source_row,prediction_id,prediction_row,prediction_probability,prediction_label\n' +
          'DL,60,0,p1,0,0.73,late\n',
      ),
    ),
    http.get('*/v1/batch-predictions/b1/errors', () =>
      HttpResponse.text('{"row":1,"line":3,"field":"carrier","reason":"expected one of AA, DL"}\n'),
    ),
  )
})

async function drop(content: string, name = 'flights.csv') {
  const input = await screen.findByLabelText('Drop a file here, or choose one', {
    selector: 'input',
  })
  await userEvent.upload(input, new File([content], name), { applyAccept: false })
}

describe('a file that a visitor drops', () => {
  it('is scored at once when nothing is wrong with it, and its result is shown', async () => {
    const { container, router } = await renderApp(PAGE)
    expect(await screen.findByText(/up to 3 rows and 1 kB, kept for 1 hr/)).toBeVisible()
    await drop(`${HEADER}DL,60\n`)
    expect(await screen.findByRole('link', { name: 'Download the result' })).toHaveAttribute(
      'href',
      done.result_url,
    )
    expect(sent).toHaveLength(1)
    expect(router.state.location.search).toEqual({ id: 'b1' })
    expect(await screen.findByText(/^Kept until/)).toBeVisible()
    const rows = await screen.findByRole('region', { name: 'The first rows' })
    expect(within(rows).getByRole('cell', { name: 'late' })).toBeVisible()
    expect(within(rows).queryByText('prediction_id')).toBeNull()
    const refused = await screen.findByRole('region', { name: 'The first refused rows' })
    expect(refused).toHaveTextContent('Line 3: carrier: expected one of AA, DL')
    await expectAccessible(container)
  })

  it('with bad rows says which before it is sent, and sends the others when told to', async () => {
    const { container } = await renderApp(PAGE)
    await drop(`${HEADER}DL,60\nXX,60\nDL,fast\n`)
    expect(
      await screen.findByText('2 of the 3 rows in flights.csv would be left out'),
    ).toBeVisible()
    const problems = screen.getByRole('group', { name: 'Rows that would be left out' })
    expect(
      within(problems).getByRole('row', { name: /3 carrier “XX” is none of AA, DL/ }),
    ).toBeVisible()
    expect(
      within(problems).getByRole('row', { name: /4 wind “fast” is not a number/ }),
    ).toBeVisible()
    expect(sent).toEqual([])
    await expectAccessible(container)
    await userEvent.click(screen.getByRole('button', { name: 'Score the other rows' }))
    await waitFor(() => {
      expect(sent).toHaveLength(1)
    })
  })

  it.each([
    ['', 'The file is empty'],
    ['\0\u0001rubbish', 'not UTF-8 text'],
    [HEADER, 'no rows to score'],
    [
      'wind,Carrier\n1,DL\n',
      'These columns are missing: carrier. The first line of the file names: wind, Carrier.',
    ],
  ])('that cannot be scored is not sent: %j', async (content, reason) => {
    await renderApp(PAGE)
    await drop(content)
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent('flights.csv cannot be scored')
    expect(alert).toHaveTextContent(reason)
    expect(sent).toEqual([])
  })

  it('that is too large for a visitor asks to sign in first', async () => {
    await renderApp(PAGE)
    await drop(HEADER + 'DL,60\n'.repeat(4))
    expect(await screen.findByRole('dialog')).toBeVisible()
    expect(sent).toEqual([])
  })
})

it('a file can be come back to, and taken off the list', async () => {
  const kept = { id: 'b1', model: 'flight-delay', filename: 'old.csv', sentAt: batch.created_at }
  window.localStorage.setItem('farol-sent-files', JSON.stringify([kept, { rubbish: true }]))
  await renderApp(PAGE)
  expect(await screen.findByRole('link', { name: 'old.csv' })).toHaveAttribute(
    'href',
    `${PAGE}?id=b1`,
  )
  await userEvent.click(screen.getByRole('button', { name: 'Take old.csv off the list' }))
  expect(screen.queryByRole('link', { name: 'old.csv' })).toBeNull()
})

it('the template has the columns and the examples', async () => {
  await renderApp(PAGE)
  const link = await screen.findByRole('link', { name: 'Download a template' })
  expect(link).toHaveAttribute('download', 'flight-delay.csv')
  expect(decodeURIComponent(link.getAttribute('href') ?? '')).toContain(
    'carrier,wind\nDL,60\nAA,2\n',
  )
})

it('a file whose time is over says so', async () => {
  server.use(
    http.get('*/v1/batch-predictions/gone', () =>
      HttpResponse.json(
        { title: 'Not found', detail: 'batch prediction gone was kept until 11:00 UTC' },
        { status: 404 },
      ),
    ),
  )
  await renderApp(`${PAGE}?id=gone`)
  expect(await screen.findByRole('alert')).toHaveTextContent('was kept until 11:00 UTC')
})
