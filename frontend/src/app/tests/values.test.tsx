import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import { flightValue, kpi, qualityDetail } from '@/testing/kpis'
import { summary } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { signInAs } from '@/testing/session'

const PATH = '/dashboard/value?model=flight-delay'
const value = kpi({ slug: 'value', title: { en: 'Value' }, unit: 'money', leads_to: 'value' })
let set: unknown[]

beforeEach(() => {
  set = []
  server.use(
    http.get('*/v1/models', () => HttpResponse.json({ models: [summary] })),
    http.get('*/v1/kpis/value', () => HttpResponse.json({ ...qualityDetail, kpi: value })),
    http.get('*/v1/models/flight-delay/value', () => HttpResponse.json(flightValue)),
    http.get('*/v1/models/flight-delay/value/versions', () =>
      HttpResponse.json({ model: 'flight-delay', versions: [flightValue] }),
    ),
    http.post('*/v1/models/flight-delay/value/preview', () =>
      HttpResponse.json({
        ...flightValue.estimate,
        money: 1500,
        money_low: 1250,
        money_high: 1750,
      }),
    ),
    http.put('*/v1/models/flight-delay/value', async ({ request }) => {
      set.push(await request.json())
      return HttpResponse.json({ ...flightValue, number: 3 })
    }),
  )
})

const panel = () => screen.findByRole('region', { name: 'What an answer of Flight delay is worth' })

describe('what an answer is worth', () => {
  it('is said as a sentence of the business, and only read by a viewer', async () => {
    signInAs('viewer')
    const { container } = await renderApp(PATH)
    const formula = await within(await panel()).findByText(/Saying “late” saves 25 minutes/)
    expect(formula).toHaveTextContent('costs 4 minutes when it does not. (minutes: $1.20 each.)')
    expect(await panel()).toHaveTextContent(
      '400 answers with truth were worth 1,000 minutes, or $1,200.00. The 95% interval goes from $960.00 to $1,440.00.',
    )
    expect(screen.queryByRole('button', { name: 'Change what it is worth' })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Every formula so far' }))
    expect(await screen.findAllByText(/As agreed with the desk/)).toHaveLength(2)
    await expectAccessible(container)
  })

  it('is changed by an engineer with a reason, after seeing what it would make', async () => {
    signInAs('engineer')
    await renderApp(PATH)
    await userEvent.click(await screen.findByRole('button', { name: 'Change what it is worth' }))
    const form = await screen.findByRole('dialog')
    const saved = within(form).getByRole('textbox', { name: /Saved when “late” comes true/ })
    await userEvent.clear(saved)
    await userEvent.type(saved, '31')
    expect(form).toHaveTextContent('Saying “late” saves 31 minutes')
    expect(await within(form).findByText(/or \$1,500\.00/)).toBeVisible()
    await userEvent.type(within(form).getByRole('textbox', { name: /Why/ }), 'New figures')
    await expectAccessible(form)
    await userEvent.click(within(form).getByRole('button', { name: 'Use this formula' }))
    expect(await screen.findByText('The formula has been changed.')).toBeVisible()
    expect(set).toEqual([
      {
        formula: { ...flightValue.formula, right_warning: 31 },
        seen_number: 2,
        reason: 'New figures',
      },
    ])
  })

  it('is taken away in Portuguese, and chosen by model where none is', async () => {
    signInAs('engineer')
    const { router } = await renderApp('/dashboard/value', 'pt-BR')
    await userEvent.click(await screen.findByRole('link', { name: 'Atraso de voo' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Mudar quanto vale' }))
    expect(router.state.location.search).toEqual({ model: 'flight-delay' })
    const form = await screen.findByRole('dialog')
    await userEvent.click(within(form).getByRole('switch'))
    await userEvent.type(within(form).getByRole('textbox', { name: /Por quê/ }), 'Outro uso')
    await userEvent.click(within(form).getByRole('button', { name: 'Retirar a fórmula' }))
    expect(await screen.findByText('A fórmula foi mudada.')).toBeVisible()
    expect(set).toEqual([{ formula: null, seen_number: 2, reason: 'Outro uso' }])
  })
})
