import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import type { BoardReport } from '@/api/types'
import { board, paper, paperGoingOn, promotedEntry } from '@/testing/kpis'
import { summary } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { signInAs } from '@/testing/session'

const BOARD = '/dashboard?from=2026-11-16&to=2026-11-22&model=flight-delay&compare=year'
const ASKED = {
  from: '2026-11-16',
  to: '2026-11-23',
  interval: 'day',
  model: 'flight-delay',
  compare_from: '2025-11-16',
  compare_to: '2025-11-23',
}
const failure = HttpResponse.json(
  { type: 'x', title: 'Internal', status: 500, detail: '' },
  { status: 500, headers: { 'x-request-id': 'abc123' } },
)
const is = (state: BoardReport) => http.get('*/v1/kpis/reports/12', () => HttpResponse.json(state))

let ordered: unknown

beforeEach(() => {
  sessionStorage.clear()
  signInAs('viewer')
  ordered = undefined
  server.use(
    http.get('*/v1/models', () => HttpResponse.json({ models: [summary] })),
    http.get('*/v1/kpis/feed', () =>
      HttpResponse.json({ entries: [promotedEntry], next_before: null }),
    ),
    http.post('*/v1/kpis/reports', async ({ request }) => {
      ordered = await request.json()
      return HttpResponse.json(paperGoingOn, { status: 202 })
    }),
    is(paperGoingOn),
    http.get('*/v1/kpis', () => HttpResponse.json(board)),
  )
})

/** The menu's button, from when the menu is loaded. */
const opener = (name = 'Export') => screen.findByRole('button', { name, expanded: false })

const told = async (title: string) => {
  const alert = (await screen.findByText(title)).closest<HTMLElement>('[role=alert]')
  if (!alert) throw new Error(`“${title}” is no alert`)
  return alert
}

async function choose(item: RegExp, menu = 'Export') {
  await userEvent.click(await opener(menu))
  await userEvent.click(await screen.findByRole('menuitem', { name: item }))
}

describe('an Excel workbook', () => {
  const saved: { name: string; content: Blob }[] = []

  beforeEach(() => {
    saved.length = 0
    let content: Blob | undefined
    URL.createObjectURL = (blob) => {
      content = blob as Blob
      return 'blob:1'
    }
    URL.revokeObjectURL = () => undefined
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      if (content) saved.push({ name: this.download, content })
    })
  })

  it('is of what is on the screen, in the reader’s language', async () => {
    let asked: URLSearchParams | undefined
    server.use(
      http.get('*/v1/kpis/export.xlsx', ({ request }) => {
        asked = new URL(request.url).searchParams
        return new HttpResponse('cells', {
          headers: { 'content-disposition': 'attachment; filename="farol-week.xlsx"' },
        })
      }),
    )
    await renderApp(BOARD, 'pt-BR')
    await choose(/Planilha do Excel/, 'Exportar')
    await waitFor(() => {
      expect(saved.map(({ name, content }) => [name, content.size])).toEqual([
        ['farol-week.xlsx', 5],
      ])
    })
    expect(Object.fromEntries(asked ?? [])).toEqual({ ...ASKED, language: 'pt-BR' })
  })

  it('that cannot be made says what to do, and the request to quote', async () => {
    server.use(http.get('*/v1/kpis/export.xlsx', () => failure.clone()))
    const { container } = await renderApp(BOARD)
    await choose(/Excel/)
    const alert = await told('The workbook could not be made')
    expect(alert).toHaveTextContent('abc123')
    await expectAccessible(container)
    server.use(http.get('*/v1/kpis/export.xlsx', () => new HttpResponse('cells')))
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }))
    await waitFor(() => {
      expect(saved.map(({ name }) => name)).toEqual(['farol.xlsx'])
    })
    expect(alert).not.toBeInTheDocument()
  })
})

describe('a PDF', () => {
  it('is written by a job, can be left and come back to, and is then opened', async () => {
    const { container, unmount } = await renderApp(BOARD)
    await choose(/PDF/)
    expect(await screen.findByText(/The PDF is being written: Nov 16/)).toBeVisible()
    expect(ordered).toEqual(ASKED)
    expect(screen.getByRole('progressbar', { name: /How much/ })).toHaveAttribute(
      'aria-valuenow',
      '30',
    )
    await expectAccessible(container)
    unmount()

    await renderApp('/dashboard', 'pt-BR')
    expect(await screen.findByText(/O PDF está sendo escrito/)).toBeVisible()
    server.use(is(paper))
    const ready = await screen.findByText(/O PDF está pronto/, {}, { timeout: 3000 })
    expect(ready).toBeVisible()
    const open = screen.getByRole('link', { name: /Abrir o PDF/ })
    expect(open).toHaveAttribute('href', '/v1/kpis/reports/12/content?language=pt-BR')
    expect(open).toHaveAttribute('target', '_blank')
    expect(screen.getByRole('link', { name: /Baixar o PDF/ })).toHaveAttribute('download')
    await userEvent.click(screen.getByRole('button', { name: 'Fechar' }))
    expect(ready).not.toBeInTheDocument()
  })

  it('that could not be written says why, what to quote, and is asked for again', async () => {
    const job = { ...paper.job, state: 'dead' as const, error: 'the disk is full' }
    server.use(is({ ...paperGoingOn, job }))
    const { container } = await renderApp(BOARD)
    await choose(/PDF/)
    expect(await screen.findByText('the disk is full', {}, { timeout: 3000 })).toBeVisible()
    expect(screen.getByText(/quote job 7/)).toBeVisible()
    await expectAccessible(container)
    ordered = undefined
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => {
      expect(ordered).toEqual(ASKED)
    })
  })

  it('that could not even be asked for says what to do, and the request to quote', async () => {
    server.use(http.post('*/v1/kpis/reports', () => failure.clone()))
    await renderApp(BOARD)
    await choose(/PDF/)
    expect(await told('The PDF could not be written')).toHaveTextContent('abc123')
  })
})

it('is chosen with the keyboard alone, which stays where it was', async () => {
  await renderApp(BOARD)
  const button = await opener()
  button.focus()
  await userEvent.keyboard('{Enter}')
  await expectAccessible(await screen.findByRole('menu'))
  await waitFor(() => {
    expect(document.activeElement).toHaveTextContent('Excel workbook')
  })
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(await screen.findByText(/The PDF is being written/)).toBeVisible()
  expect(screen.queryByRole('menu')).toBeNull()
  expect(button).toHaveFocus()
})
