import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { check, checkDetail, qualityOverTime } from '@/testing/checks'
import { detail } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { signInAda } from '@/testing/session'

const DRIFT = '/models/flight-delay/drift'
const QUALITY = '/models/flight-delay/quality'

const checks = (...list: unknown[]) =>
  http.get('*/v1/models/flight-delay/checks', () =>
    HttpResponse.json({ model: 'flight-delay', checks: list }),
  )
const quality = (periods: unknown[]) =>
  http.get('*/v1/models/flight-delay/quality', () =>
    HttpResponse.json({ ...qualityOverTime, periods }),
  )

beforeEach(() => {
  signInAda()
  server.use(
    http.get('*/v1/models/flight-delay', () => HttpResponse.json(detail)),
    http.get('*/v1/checks/5', () => HttpResponse.json(checkDetail)),
    http.get('*/v1/checks/5/slices', () =>
      HttpResponse.json({
        check_id: 5,
        slices: [{ column: 'origin', value: 'JFK', rows: 1300, reference_rows: 900 }],
      }),
    ),
    checks(check),
    quality(qualityOverTime.periods),
  )
})

describe('drift', () => {
  it('says what has drifted, why that was flagged and what the policy does', async () => {
    const { container } = await renderApp(DRIFT)
    const panel = await screen.findByRole('region', { name: 'Drift' })
    const inputs = await within(panel).findByRole('region', { name: 'What comes in' })
    const [wind, carrier] = within(inputs)
      .getAllByRole('heading', { level: 3 })
      .slice(1)
      .map((heading) => heading.textContent)
    expect([wind, carrier]).toEqual(['wind', 'carrier'])
    expect(inputs).toHaveTextContent('PSI 0.31 where chance stays under 0.02')
    expect(panel).toHaveTextContent('drift was serious in 2 checks running')
    expect(within(panel).getByRole('link', { name: 'Training run 7' })).toBeVisible()
    await expectAccessible(container)
  })

  it('lays what came over what it was made with, unfolded where it was flagged', async () => {
    await renderApp(DRIFT)
    const inputs = await screen.findByRole('region', { name: 'What comes in' })
    const item = within(inputs).getByText('from 10').closest('li')
    expect(item).toHaveTextContent('10.0% → 40.0%')
    expect(within(inputs).getByText('missing').closest('li')).toHaveTextContent('0.0% → 1.1%')
    expect(
      within(inputs).getByRole('button', { name: 'Distribution and effects of carrier' }),
    ).toHaveAttribute('aria-expanded', 'false')
  })

  it('is told of one slice of the rows', async () => {
    const asked: string[] = []
    server.use(
      http.get('*/v1/checks/5/slice-drift', ({ request }) => {
        asked.push(new URL(request.url).search)
        const inputs = { ...checkDetail.inputs, reason: 'JFK alone has drifted' }
        return HttpResponse.json({
          check_id: 5,
          column: 'origin',
          value: 'JFK',
          inputs,
          outputs: null,
        })
      }),
    )
    await renderApp(DRIFT)
    const choice = await screen.findByLabelText('Drift of')
    const slice = within(choice).getByRole('option', { name: /JFK.*1,300 rows/ })
    await userEvent.selectOptions(choice, slice)
    expect(await screen.findByText('JFK alone has drifted')).toBeVisible()
    expect(asked).toEqual(['?column=origin&value=JFK'])
    await userEvent.selectOptions(choice, 'All rows')
    expect(screen.queryByText('JFK alone has drifted')).toBeNull()
    expect(screen.getByRole('region', { name: 'What comes in' })).toBeVisible()
  })

  it('says how the first check comes about', async () => {
    server.use(checks())
    await renderApp(DRIFT)
    expect(await screen.findByText(/Nobody has looked yet/)).toBeVisible()
  })

  it('is looked for at once when somebody says why', async () => {
    let order: unknown
    const job = { id: 3, state: 'succeeded', error: null }
    server.use(
      http.post('*/v1/models/flight-delay/checks', async ({ request }) => {
        order = await request.json()
        return HttpResponse.json({ model: 'flight-delay', job }, { status: 202 })
      }),
      http.get('*/v1/jobs/3', () => HttpResponse.json(job)),
    )
    await renderApp(DRIFT)
    await userEvent.click(await screen.findByRole('button', { name: 'Check now' }))
    const dialog = await screen.findByRole('dialog')
    await userEvent.type(within(dialog).getByLabelText(/Why/), 'A storm')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Check now' }))
    expect(await screen.findByText('The check is done.')).toBeVisible()
    expect(order).toEqual({ reason: 'A storm' })
  })
})

describe('the detailed report', () => {
  it('is written when somebody says why, and says what kept it from being written', async () => {
    let order: unknown
    const job = { id: 4, state: 'succeeded', error: null }
    server.use(
      http.post('*/v1/checks/5/detailed-report', async ({ request }) => {
        order = await request.json()
        return HttpResponse.json({ check_id: 5, job }, { status: 202 })
      }),
      http.get('*/v1/jobs/4', () => HttpResponse.json(job)),
      http.get('*/v1/checks/5/detailed-report', () =>
        HttpResponse.json({ status: 404, detail: 'only 3 rows' }, { status: 404 }),
      ),
    )
    await renderApp(DRIFT)
    await userEvent.click(await screen.findByRole('button', { name: 'Detailed report' }))
    const dialog = await screen.findByRole('dialog')
    await userEvent.type(within(dialog).getByLabelText(/Why/), 'Look closer')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Detailed report' }))
    expect(await screen.findByText('only 3 rows')).toBeVisible()
    expect(order).toEqual({ reason: 'Look closer' })
  })

  it('is a file to keep once it is written', async () => {
    const job = { id: 4, state: 'succeeded', error: null }
    const made: Blob[] = []
    URL.createObjectURL = (blob) => `blob:${String(made.push(blob as Blob))}`
    URL.revokeObjectURL = () => undefined
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue()
    server.use(
      http.post('*/v1/checks/5/detailed-report', () =>
        HttpResponse.json({ check_id: 5, job }, { status: 202 }),
      ),
      http.get('*/v1/jobs/4', () => HttpResponse.json(job)),
      http.get('*/v1/checks/5/detailed-report', () => HttpResponse.html('<p>Fields</p>')),
    )
    await renderApp(DRIFT)
    await userEvent.click(await screen.findByRole('button', { name: 'Detailed report' }))
    const dialog = await screen.findByRole('dialog')
    await userEvent.type(within(dialog).getByLabelText(/Why/), 'Closer')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Detailed report' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Save the detailed report' }))
    expect(made.map(({ type, size }) => [type, size])).toEqual([['text/html', 13]])
  })
})

describe('live quality', () => {
  it('tells each period with its interval, its truth and its versions', async () => {
    const { container } = await renderApp(QUALITY)
    await userEvent.click(await screen.findByRole('button', { name: 'Show as a table' }))
    const [, newest, middle, oldest] = screen.getAllByRole('row')
    expect(oldest).toHaveTextContent('Jun 3, 20130.1500.140 to 0.1601,00090%1')
    expect(middle).toHaveTextContent('Jun 10, 20130.190–1,00050%1, 2')
    expect(newest).toHaveTextContent('Jun 17, 2013––1,00010%2')
    await expectAccessible(container)
  })

  it('says what the newest check measured, expected and found worse', async () => {
    await renderApp(QUALITY)
    const panel = await screen.findByRole('region', { name: 'What the newest check says' })
    expect(await within(panel).findByText('carrier = EV')).toBeVisible()
    expect(panel).toHaveTextContent('loss 5 % above the one at promotion')
    expect(panel).toHaveTextContent('4,000 of 12,000 rows have their truth.')
    expect(panel).toHaveTextContent('the probabilities are calibrated')
    expect(panel).toHaveTextContent('the error has risen since 2013-06-20')
  })

  it('says in Portuguese that nothing was measured yet', async () => {
    server.use(checks(), quality([]))
    await renderApp(QUALITY, 'pt-BR')
    expect(await screen.findByText(/Nada foi medido ainda/)).toBeVisible()
    expect(await screen.findByText(/Ninguém olhou ainda/)).toBeVisible()
  })
})
