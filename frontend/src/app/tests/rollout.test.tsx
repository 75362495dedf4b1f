import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import type { RolloutDetail } from '@/api/types'
import { detail } from '@/testing/models'
import { policyDetail } from '@/testing/policies'
import { expectAccessible, renderApp } from '@/testing/render'
import { rollout } from '@/testing/rollouts'
import { server } from '@/testing/server'
import { signInAda } from '@/testing/session'

const PATH = '/models/flight-delay/rollout'

const rollouts = (list: RolloutDetail[]) =>
  http.get('*/v1/models/flight-delay/rollouts', () =>
    HttpResponse.json({ model: 'flight-delay', champion: 2, under_way: 3, rollouts: list }),
  )

beforeEach(() => {
  signInAda()
  server.use(
    http.get('*/v1/models/flight-delay', () => HttpResponse.json(detail)),
    http.get('*/v1/models/flight-delay/policy', () => HttpResponse.json(policyDetail)),
    rollouts([rollout]),
  )
})

describe('the rollout', () => {
  it('shows where it stands, what it waits for and what comes next', async () => {
    const { container } = await renderApp(PATH)
    const panel = await screen.findByRole('region', { name: 'Version 3' })
    expect(panel).toHaveTextContent('Compared with version 2')
    expect(panel).toHaveTextContent('5% of the traffic')
    expect(panel).toHaveTextContent('500 rows with truth (120 so far)')
    const track = within(panel).getByRole('list', { name: 'Stages of the rollout' })
    expect(await within(track).findByText('Canary 25%')).toBeVisible()
    const now = within(track)
      .getAllByRole('listitem')
      .filter((item) => item.getAttribute('aria-current') === 'step')
    expect(now).toHaveLength(1)
    expect(now[0]).toHaveTextContent('Canary 5%')
    expect(panel).toHaveTextContent('Next: it answers 25% of the users.')
    await expectAccessible(container)
  })

  it('shows the figures with their intervals, and the guardrails with their causes', async () => {
    await renderApp(PATH)
    const panel = await screen.findByRole('region', { name: 'Version 3' })
    expect(
      within(panel).getByText(
        'Loss -2% against the champion, between -4.5% and +0.5% with 95% confidence, from 4,200 rows.',
      ),
    ).toBeVisible()
    expect(await within(panel).findByText('shown to be no worse than accepted')).toBeVisible()
    const row = within(panel).getByRole('row', { name: /Answers without a number/ })
    expect(row).toHaveTextContent('broken')
    expect(row).toHaveTextContent('NaN for carrier = OO')
    expect(within(panel).getByRole('row', { name: /Latency/ })).toHaveTextContent('too little data')
  })

  it('says when the policy found them, or which step rested on them', async () => {
    const first = await renderApp(PATH)
    expect(await screen.findByText(/when it last looked, Nov 23/)).toBeVisible()
    first.unmount()
    server.use(rollouts([{ ...rollout, evidence: null, evidence_at: null }]))
    await renderApp(PATH)
    expect(await screen.findByText(/the last step that rests on figures, Nov 20/)).toBeVisible()
  })

  it('tells who took which step and why, with what the gate found', async () => {
    await renderApp(PATH)
    const steps = await screen.findByRole('list', { name: 'Steps' })
    const [newest] = within(steps).getAllByRole('listitem')
    expect(newest).toHaveTextContent('Became a canary at 5%')
    expect(newest).toHaveTextContent('the policy')
    const gate = within(steps).getAllByRole('button', { name: 'Evidence' }).at(-1)
    await userEvent.click(gate ?? steps)
    expect(within(steps).getByText('carrier = EV')).toBeVisible()
    expect(within(steps).getByText(/it may have leaked/)).toBeVisible()
  })

  it('asks why before it acts, and sends the revision that was seen', async () => {
    let order: unknown
    server.use(
      http.post('*/v1/rollouts/11/actions', async ({ request }) => {
        order = await request.json()
        return HttpResponse.json({ ...rollout, paused_at: '2026-11-22T10:00:00Z', revision: 4 })
      }),
    )
    await renderApp(PATH)
    await userEvent.click(await screen.findByRole('button', { name: 'Pause' }))
    const dialog = await screen.findByRole('dialog')
    await userEvent.type(within(dialog).getByLabelText(/Why/), 'A storm is coming')
    server.use(rollouts([{ ...rollout, paused_at: '2026-11-22T10:00:00Z', revision: 4 }]))
    await userEvent.click(within(dialog).getByRole('button', { name: 'Pause' }))
    expect(await screen.findByRole('button', { name: 'Resume' })).toBeVisible()
    expect(order).toEqual({ action: 'pause', reason: 'A storm is coming', seen_revision: 3 })
  })

  it('tells what happened when somebody else was faster', async () => {
    server.use(
      http.post('*/v1/rollouts/11/actions', () =>
        HttpResponse.json(
          { title: 'Conflict', detail: 'it has changed since you looked: bob aborted it' },
          { status: 409 },
        ),
      ),
    )
    await renderApp(PATH)
    await userEvent.click(await screen.findByRole('button', { name: 'Abort' }))
    const dialog = await screen.findByRole('dialog')
    await userEvent.type(within(dialog).getByLabelText(/Why/), 'Wrong data')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Abort' }))
    expect(await within(dialog).findByText(/bob aborted it/)).toBeVisible()
  })

  it('says how a version comes to be tried where none was', async () => {
    server.use(rollouts([]))
    const { container } = await renderApp(PATH)
    expect(await screen.findByText(/No version has been proposed yet/)).toBeVisible()
    await expectAccessible(container)
  })

  it('keeps the earlier ones below, in Portuguese too', async () => {
    server.use(
      rollouts([rollout, { ...rollout, id: 10, version: 1, stage: 'rejected', reason: 'worse' }]),
    )
    await renderApp(PATH, 'pt-BR')
    const earlier = await screen.findByRole('region', { name: 'Implantações anteriores' })
    expect(earlier).toHaveTextContent('Versão 1')
    expect(earlier).toHaveTextContent('worse')
    expect(screen.getByRole('button', { name: 'Reverter' })).toBeVisible()
  })
})
