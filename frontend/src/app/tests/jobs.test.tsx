import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import type { JobDetail } from '@/api/types'
import { failedJob, queuedJob, runningJob } from '@/testing/jobs'
import { summary } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { signInAs } from '@/testing/session'

const asked: URLSearchParams[] = []
const ordered: unknown[] = []

function answerWith(...jobs: JobDetail[]) {
  server.use(
    http.get('*/v1/jobs', ({ request }) => {
      const query = new URL(request.url).searchParams
      asked.push(query)
      const page = query.get('before_id') === null ? jobs.slice(0, 2) : jobs.slice(2)
      const more = query.get('before_id') === null && jobs.length > 2
      return HttpResponse.json({ jobs: page, next_before_id: more ? page.at(-1)?.id : null })
    }),
    http.get('*/v1/jobs/queues', () =>
      HttpResponse.json({
        queues: [
          { queue: 'default', queued: 2, running: 1, dead: 0, oldest_queued_age_seconds: 90 },
        ],
      }),
    ),
    http.get('*/v1/jobs/:id', ({ params }) =>
      HttpResponse.json(jobs.find(({ id }) => id === Number(params.id))),
    ),
    http.get('*/v1/jobs/:id/events', () => new HttpResponse(null, { status: 204 })),
  )
}

beforeEach(() => {
  asked.length = 0
  ordered.length = 0
  signInAs('engineer')
  server.use(
    http.get('*/v1/models', () => HttpResponse.json({ models: [summary] })),
    http.post('*/v1/jobs/:id/:deed', async ({ request, params }) => {
      ordered.push([params.id, params.deed, await request.json()])
      answerWith({ ...queuedJob, id: Number(params.id) })
      return HttpResponse.json(queuedJob)
    }),
  )
})

describe('the job queue', () => {
  it('says what runs, waits and failed, and why, page by page', async () => {
    answerWith(runningJob, failedJob, { ...queuedJob, id: 11 })
    const { container } = await renderApp('/jobs')
    const running = await screen.findByRole('link', { name: 'Train a model' })
    expect(running).toHaveAttribute('href', '/jobs/13')
    expect(screen.getByRole('progressbar', { name: 'Progress: Train a model' })).toHaveAttribute(
      'aria-valuenow',
      '40',
    )
    expect(screen.getByText('the disk is full')).toBeVisible()
    expect(screen.getByText('attempt 2 of at most 3')).toBeVisible()
    expect(screen.getByText('took 2 min')).toBeVisible()
    expect(await screen.findByText('the oldest for 1 min 30 sec')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Show more' }))
    expect(await screen.findByText(/no worker has come for it/)).toBeVisible()
    await expectAccessible(container)
  })

  it.each<[string, Partial<JobDetail>, RegExp]>([
    [
      'held back',
      { waiting: { until: '2026-11-23T05:00:00Z', ahead: 0, running: 0 } },
      /kept back until/,
    ],
    ['behind others', { waiting: { until: null, ahead: 3, running: 1 } }, /waits behind 3 jobs/],
    [
      'the next',
      { waiting: { until: null, ahead: 0, running: 1 } },
      /1 job of its queue still runs/,
    ],
    ['given back', { attempt: 1 }, /no sign of life in attempt 1; it was queued again/],
  ])('tells in words of a job that is %s', async (_, part, words) => {
    answerWith({ ...queuedJob, ...part })
    await renderApp('/jobs')
    expect(await screen.findByText(words)).toBeVisible()
  })

  it('tells of a lost lease, and of a job that is stopping', async () => {
    answerWith(
      { ...runningJob, lease_expires_at: '2026-11-23T04:08:00Z' },
      { ...runningJob, id: 14, cancel_requested_at: '2026-11-23T04:08:00Z' },
    )
    await renderApp('/jobs')
    expect(await screen.findByText(/about to be taken from it/)).toBeVisible()
    expect(screen.getByText(/asked to stop/)).toBeVisible()
  })

  it('is narrowed in the address', async () => {
    answerWith(failedJob)
    const { router } = await renderApp('/jobs?state=bad&task=checks.check&model=flight-delay')
    await screen.findByRole('link', { name: 'Check a model' })
    expect(asked[0]?.getAll('state')).toEqual(['failed', 'dead'])
    expect(asked[0]?.get('task')).toBe('checks.check')
    const filters = screen.getByRole('search', { name: 'Narrow the jobs' })
    await userEvent.selectOptions(within(filters).getByLabelText('Queue'), 'Short work')
    expect(router.state.location.search).toMatchObject({ queue: 'default', state: 'bad' })
  })

  it('is for engineers', async () => {
    signInAs('viewer')
    await renderApp('/jobs')
    expect(
      await screen.findByRole('region', { name: 'Your role does not allow this' }),
    ).toBeVisible()
    expect(asked).toEqual([])
  })
})

describe('a job', () => {
  it('that failed is tried again with a reason', async () => {
    answerWith(failedJob)
    const { container } = await renderApp('/jobs/12')
    expect(await screen.findByRole('alert')).toHaveTextContent('the disk is full')
    expect(screen.getByRole('link', { name: 'See what it works on' })).toHaveAttribute(
      'href',
      '/models/flight-delay/drift',
    )
    await expectAccessible(container)
    await userEvent.click(screen.getByRole('button', { name: 'Try again: Check a model, job 12' }))
    const dialog = await screen.findByRole('dialog')
    expect(dialog).toHaveTextContent('The same job is queued again with the same arguments')
    await userEvent.type(within(dialog).getByLabelText(/Why/), 'There is room again')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('button', { name: /^Cancel: Check a model/ })).toBeVisible()
    expect(ordered).toEqual([['12', 'retry', { reason: 'There is room again' }]])
  })

  it('that runs is asked to stop, after saying what that means, in Portuguese', async () => {
    answerWith(runningJob)
    await renderApp('/jobs/13', 'pt-BR')
    await userEvent.click(await screen.findByRole('button', { name: /^Cancelar: Treinar/ }))
    const dialog = await screen.findByRole('dialog')
    expect(dialog).toHaveTextContent('O que fez até agora é jogado fora')
    await userEvent.type(within(dialog).getByLabelText(/Por quê/), 'Engano')
    const [, confirm] = within(dialog).getAllByRole('button', { name: 'Cancelar' })
    await userEvent.click(confirm as HTMLElement)
    expect(await screen.findByText('Na fila')).toBeInTheDocument()
    expect(ordered).toEqual([['13', 'cancel', { reason: 'Engano' }]])
  })
})
