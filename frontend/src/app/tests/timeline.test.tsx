import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import { detail } from '@/testing/models'
import { policyDetail } from '@/testing/policies'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { signInAda } from '@/testing/session'
import { checked, promoted } from '@/testing/timeline'

const PATH = '/models/flight-delay/timeline'
const asked: URLSearchParams[] = []

/** Two pages: the promotion, then the check of the day before. */
const timeline = http.get('*/v1/models/flight-delay/timeline', ({ request }) => {
  const query = new URL(request.url).searchParams
  asked.push(query)
  if (query.getAll('kind').includes('report'))
    return HttpResponse.json({ model: 'flight-delay', entries: [], next_before: null })
  return HttpResponse.json(
    query.get('before') === promoted.id
      ? { model: 'flight-delay', entries: [checked], next_before: null }
      : { model: 'flight-delay', entries: [promoted], next_before: promoted.id },
  )
})

beforeEach(() => {
  asked.length = 0
  signInAda()
  server.use(
    http.get('*/v1/models/flight-delay', () => HttpResponse.json(detail)),
    http.get('*/v1/models/flight-delay/policy', () => HttpResponse.json(policyDetail)),
    timeline,
  )
})

describe('the timeline', () => {
  it('tells by day what happened, who did it, why and on what evidence, page by page', async () => {
    const { container } = await renderApp(PATH)
    const day = await screen.findByRole('region', { name: 'Nov 20, 2026' })
    expect(day).toHaveTextContent('Version 3 was promoted.it was not worse in the canary')
    expect(day).toHaveTextContent('Rollouts · the policy')
    await userEvent.click(within(day).getByRole('button', { name: /^Evidence: Version 3/ }))
    expect(day).toHaveTextContent('Loss -2% against the champion')

    await userEvent.click(screen.getByRole('button', { name: 'Show more' }))
    const before = await screen.findByRole('region', { name: 'Nov 19, 2026' })
    await userEvent.click(within(before).getByRole('button', { name: /^Evidence: Version 2/ }))
    expect(before).toHaveTextContent('drifted share0.125')
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull()
    await expectAccessible(container)
  })

  it('keeps to the kinds that are chosen, and says so in Portuguese where there is none', async () => {
    await renderApp(PATH, 'pt-BR')
    expect(await screen.findByText('A versão 3 foi promovida.')).toBeVisible()
    await userEvent.click(screen.getByRole('checkbox', { name: 'Relatórios' }))
    expect(await screen.findByText('Nada destes tipos aconteceu ainda.')).toBeVisible()
    expect(asked.at(-1)?.getAll('kind')).toEqual(['report'])
  })
})
