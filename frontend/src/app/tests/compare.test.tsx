import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import type { VersionDetail } from '@/api/types'
import { detail } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { signInAda } from '@/testing/session'
import { evaluated } from '@/testing/versions'

const BINS = [{ predicted: 0.2, observed: 0.25, rows: 40 }]
const one = evaluated(1, [['brier', 0.16]], {
  calibration: BINS,
  confusion: { late: { late: 3, 'on time': 1 }, 'on time': { 'on time': 9 } },
  slices: [
    {
      feature: 'carrier',
      value: 'AA',
      rows: 40,
      metric: 'brier',
      score: 0.2,
      interval: [0.1, 0.3],
      worse: false,
    },
  ],
})
const two = evaluated(2, [['brier', 0.15]], { calibration: BINS })

function known(...versions: VersionDetail[]) {
  server.use(
    http.get('*/v1/models/flight-delay', () =>
      HttpResponse.json({ ...detail, versions: versions.toReversed() }),
    ),
    http.get('*/v1/models/flight-delay/versions/:number', ({ params }) =>
      HttpResponse.json(versions.find(({ version }) => version === Number(params.number))),
    ),
  )
}

const rollout = {
  id: 3,
  model: 'flight-delay',
  version: 2,
  previous_version: 1,
  stage: 'shadow',
  weight: 0,
  reason: 'Better offline',
  revision: 1,
  stage_since: null,
  paused_at: null,
  approved: false,
  probation_until: null,
  waits_for: null,
  waits_until: null,
  evidence: {
    gate: {
      rows: 200,
      champion_loss: 0.16,
      improvement: 0.01,
      lower: 0.004,
      upper: 0.016,
      confidence: 0.95,
      slices: [],
      suspicions: [],
    },
  },
  evidence_at: null,
  created_at: '2026-11-22T21:30:00Z',
  updated_at: '2026-11-22T21:30:00Z',
  transitions: [],
}

beforeEach(() => {
  known(one, two)
})

describe('versions side by side', () => {
  it('are read from the address, what differs first', async () => {
    const { container } = await renderApp('/models/flight-delay/compare?versions=1,2')
    const metrics = await screen.findByRole('region', { name: 'Quality on held-out rows' })
    const row = within(metrics).getByRole('row', { name: /brier/ })
    expect(row).toHaveTextContent('0.160')
    expect(row).toHaveTextContent('0.136 – 0.181')
    expect(row).toHaveTextContent('-0.01 from the first')
    const parameters = screen.getByRole('region', { name: 'Parameters' })
    expect(within(parameters).getByRole('row', { name: /trees/ })).toHaveTextContent(
      'treesdiffers100200',
    )
    const making = screen.getByRole('region', { name: 'What they are made of' })
    expect(within(making).getByRole('row', { name: /Artifact size/ })).toHaveTextContent('1 kB2 kB')
    expect(within(making).getByRole('link', { name: 'Training run 11' })).toBeVisible()
    expect(screen.getByRole('region', { name: 'Parts of the held-out rows' })).toHaveTextContent(
      'American',
    )
    expect(screen.getByRole('region', { name: 'Confusion' })).toHaveTextContent('Version 1')
    expect(screen.queryByRole('region', { name: 'Compared row by row' })).toBeNull()
    await expectAccessible(container)
  })

  it('are chosen by ticks that stand in the address', async () => {
    const { router } = await renderApp('/models/flight-delay/compare')
    expect(await screen.findByText('Tick at least two versions.')).toBeVisible()
    await userEvent.click(screen.getByLabelText('Version 2'))
    await userEvent.click(screen.getByLabelText('Version 1 (champion)'))
    await screen.findByRole('region', { name: 'Quality on held-out rows' })
    expect(router.state.location.search).toEqual({ versions: '2,1' })
  })

  it('show engineers the paired difference with its interval, and their rollouts', async () => {
    signInAda()
    server.use(
      http.get('*/v1/models/flight-delay/rollouts', () =>
        HttpResponse.json({
          model: 'flight-delay',
          champion: 1,
          under_way: 2,
          rollouts: [rollout],
        }),
      ),
    )
    const { container } = await renderApp('/models/flight-delay/compare?versions=1,2')
    const paired = await screen.findByRole('region', { name: 'Compared row by row' })
    expect(paired).toHaveTextContent('Version 2 against 1, at the gate')
    expect(paired).toHaveTextContent('-6.3%')
    expect(paired).toHaveTextContent('-10%')
    const taken = screen.getByRole('region', { name: 'Rollouts that they took part in' })
    expect(taken).toHaveTextContent('Version 2 after version 1')
    await expectAccessible(container)
  })

  it('warn where they were judged on different rows', async () => {
    const other = { ...two, evaluation: two.evaluation && { ...two.evaluation, holdout_rows: 5 } }
    known(one, other)
    await renderApp('/models/flight-delay/compare?versions=1,2')
    expect(await screen.findByText('They were judged on different rows')).toBeVisible()
  })

  it('say that they could not be loaded', async () => {
    server.use(
      http.get('*/v1/models/flight-delay/versions/2', () =>
        HttpResponse.json({ title: 'Broken', request_id: 'r-7' }, { status: 500 }),
      ),
    )
    await renderApp('/models/flight-delay/compare?versions=1,2')
    expect(await screen.findByRole('alert')).toHaveTextContent('r-7')
  })

  it('say what to do where there is one alone', async () => {
    known(one)
    await renderApp('/models/flight-delay/compare')
    expect(await screen.findByText(/There is one version only/)).toBeVisible()
  })

  it('are ticked among the versions', async () => {
    const { router } = await renderApp('/models/flight-delay?tab=versions')
    await userEvent.click(await screen.findByLabelText('Tick version 1 to compare it'))
    await userEvent.click(screen.getByLabelText('Tick version 2 to compare it'))
    await userEvent.click(screen.getByRole('link', { name: 'Compare' }))
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/models/flight-delay/compare')
    })
    expect(router.state.location.search).toEqual({ versions: '1,2' })
  })
})
