import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import type { Policy, PolicyDetail, PolicyVersion } from '@/api/types'
import { detail } from '@/testing/models'
import { policy, policyDetail } from '@/testing/policies'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { signInAda } from '@/testing/session'

const PATH = '/models/flight-delay/policy'

const current = (given: PolicyDetail) =>
  http.get('*/v1/models/flight-delay/policy', () => HttpResponse.json(given))
const history = (...versions: PolicyVersion[]) =>
  http.get('*/v1/models/flight-delay/policy/versions', () =>
    HttpResponse.json({ model: 'flight-delay', versions }),
  )

/** Says how long is waited, and refuses what the real one refuses of it. */
const preview = http.post('*/v1/models/flight-delay/policy/preview', async ({ request }) => {
  const { policy: asked } = (await request.json()) as { policy: Policy }
  const hours = String(asked.retraining.cooldown_hours)
  return HttpResponse.json({
    preview: { en: [`Wait at least ${hours} hours.`], 'pt-BR': [`Esperar ${hours} horas.`] },
    contradictions:
      asked.retraining.budget === 0
        ? ['retraining.budget is 0, and must be above.', 'The budget allows none.']
        : [],
  })
})

const theirs: PolicyDetail = {
  ...policyDetail,
  number: 1,
  policy: { ...policy, retraining: { ...policy.retraining, budget: 9 } },
  created_at: '2026-11-22T08:00:00Z',
  created_by: 'person:bob',
  reason: 'More often',
}

beforeEach(() => {
  signInAda()
  server.use(
    http.get('*/v1/models/flight-delay', () => HttpResponse.json(detail)),
    current(policyDetail),
    history(),
    preview,
  )
})

async function type(label: string, value: string) {
  const input = await screen.findByLabelText(label)
  await userEvent.clear(input)
  await userEvent.type(input, value)
}

const COOLDOWN = 'Least time between two retrainings'
const saveButton = () => screen.getByRole('button', { name: 'Save' })

describe('the policy', () => {
  it('says in plain words what the form would do', async () => {
    const { container } = await renderApp(PATH)
    expect(await screen.findByText('Wait at least 24 hours.')).toBeVisible()
    expect(screen.getByText(/The default policy counts/)).toBeVisible()
    await type(COOLDOWN, '48')
    expect(await screen.findByText('Wait at least 48 hours.')).toBeVisible()
    expect(screen.getByText('1 setting changed')).toBeVisible()
    await expectAccessible(container)
  })

  it('speaks Portuguese', async () => {
    await renderApp(PATH, 'pt-BR')
    expect(await screen.findByText('Esperar 24 horas.')).toBeVisible()
    expect(await screen.findByLabelText('Tempo mínimo entre dois retreinos')).toBeVisible()
  })

  it('asks why, shows what changes, and saves it on top of what was seen', async () => {
    let order: unknown
    server.use(
      http.put('*/v1/models/flight-delay/policy', async ({ request }) => {
        order = await request.json()
        return HttpResponse.json({ ...theirs, created_by: 'person:ada' })
      }),
    )
    await renderApp(PATH)
    await type(COOLDOWN, '48')
    await waitFor(() => {
      expect(saveButton()).toBeEnabled()
    })
    await userEvent.click(saveButton())
    const dialog = await screen.findByRole('dialog')
    expect(dialog).toHaveTextContent('24 hours→48 hours')
    await userEvent.type(within(dialog).getByLabelText(/Why/), 'Calmer')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }))
    expect(await screen.findByText(/Version 1 counts, set by ada/)).toBeVisible()
    expect(order).toEqual({
      policy: { ...policy, retraining: { ...policy.retraining, cooldown_hours: 48 } },
      seen_number: 0,
      reason: 'Calmer',
    })
    expect(saveButton()).toBeDisabled()
  })

  it('says at once, and by the field, what contradicts itself', async () => {
    await renderApp(PATH)
    await type('Retrainings at most', '0')
    expect(await screen.findByText('The budget allows none.')).toBeVisible()
    const field = screen.getByLabelText('Retrainings at most')
    expect(field).toHaveAccessibleDescription(/retraining.budget is 0/)
    expect(saveButton()).toBeDisabled()
  })

  it('is not saved while a number is missing', async () => {
    await renderApp(PATH)
    await userEvent.clear(await screen.findByLabelText(COOLDOWN))
    expect(screen.getByText('A number is needed here.')).toBeVisible()
    expect(saveButton()).toBeDisabled()
    await userEvent.click(screen.getByRole('button', { name: 'Discard' }))
    expect(await screen.findByLabelText(COOLDOWN)).toHaveValue('24 hours')
  })

  it('shows what somebody else saved meanwhile, and lets one choose', async () => {
    server.use(
      http.put('*/v1/models/flight-delay/policy', () =>
        HttpResponse.json(
          { title: 'Conflict', detail: 'bob set version 1: More often' },
          { status: 409 },
        ),
      ),
    )
    await renderApp(PATH)
    await type(COOLDOWN, '48')
    await waitFor(() => {
      expect(saveButton()).toBeEnabled()
    })
    await userEvent.click(saveButton())
    await userEvent.type(await screen.findByLabelText(/Why/), 'Calmer')
    server.use(current(theirs))
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Save' }))
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent('bob set version 1: More often')
    expect(alert).toHaveTextContent('24 hours→48 hours')
    expect(alert).toHaveTextContent('9→4')
    await userEvent.click(within(alert).getByRole('button', { name: 'Start again from theirs' }))
    expect(await screen.findByLabelText('Retrainings at most')).toHaveValue('9')
    expect(screen.getByLabelText(COOLDOWN)).toHaveValue('24 hours')
  })

  it('keeps who changed what and why', async () => {
    const second: PolicyVersion = {
      ...theirs,
      number: 2,
      policy: { ...policy, approvals: [] },
      reason: 'We trust it',
    }
    server.use(history(second, theirs))
    await renderApp(PATH)
    const panel = await screen.findByRole('region', { name: 'History' })
    expect(await within(panel).findByText('We trust it')).toBeVisible()
    expect(panel).toHaveTextContent('the canary, the promotion→nothing')
    expect(panel).toHaveTextContent('The first that was set')
  })

  it('takes canary steps away and adds them', async () => {
    await renderApp(PATH)
    await userEvent.click(await screen.findByRole('button', { name: 'Canary' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Remove step 3' }))
    expect(screen.getAllByLabelText('Share of users')).toHaveLength(2)
    await userEvent.click(screen.getByRole('button', { name: 'Add a step' }))
    expect(screen.getAllByLabelText('Share of users').at(-1)).toHaveValue('63 %')
  })
})
