import { fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import type { Report } from '@/api/types'
import { detail } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { report, reportDetail } from '@/testing/reports'
import { server } from '@/testing/server'
import { signInAda } from '@/testing/session'

const PATH = '/models/flight-delay/reports'

const reports = (...list: Report[]) =>
  http.get('*/v1/models/flight-delay/reports', () =>
    HttpResponse.json({ model: 'flight-delay', reports: list }),
  )

beforeEach(() => {
  signInAda()
  server.use(
    http.get('*/v1/models/flight-delay', () => HttpResponse.json(detail)),
    http.get('*/v1/reports/4', () => HttpResponse.json(reportDetail)),
    reports(report),
  )
})

describe('reports', () => {
  it('open in a new tab and can be downloaded, in the reader’s language first', async () => {
    const { container } = await renderApp(PATH, 'pt-BR')
    const panel = await screen.findByRole('region', { name: 'Relatórios' })
    const links = await within(panel).findAllByRole('link')
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      '/v1/reports/4/content?format=html&language=pt-BR',
      '/v1/reports/4/content?format=pdf&language=pt-BR',
      '/v1/reports/4/content?format=html&language=en',
      '/v1/reports/4/content?format=pdf&language=en',
    ])
    expect(links[0]).toHaveAttribute('target', '_blank')
    expect(links[1]).toHaveAttribute('download')
    await expectAccessible(container)
  })

  it('are asked for by days and with a reason, and followed until they are written', async () => {
    let order: unknown
    server.use(
      reports(),
      http.post('*/v1/models/flight-delay/reports', async ({ request }) => {
        order = await request.json()
        const job = { ...report.job, state: 'running' as const }
        server.use(reports({ ...report, written_at: null, job }))
        return HttpResponse.json({ ...reportDetail, job }, { status: 202 })
      }),
    )
    await renderApp(PATH)
    expect(await screen.findByText(/No report has been written yet/)).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Ask for a report' }))
    const dialog = await screen.findByRole('dialog')
    fireEvent.change(within(dialog).getByLabelText(/First day/), {
      target: { value: '2026-11-01' },
    })
    fireEvent.change(within(dialog).getByLabelText(/Last day/), { target: { value: '2026-11-02' } })
    await userEvent.type(within(dialog).getByLabelText(/Why/), 'An audit')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Ask for a report' }))
    expect(await screen.findByText('Running')).toBeVisible()
    expect(order).toEqual({
      window_start: '2026-11-01T00:00:00Z',
      window_end: '2026-11-03T00:00:00.000Z',
      reason: 'An audit',
    })
    server.use(reports(report))
    expect(await screen.findByText('Done')).toBeVisible()
  })
})
