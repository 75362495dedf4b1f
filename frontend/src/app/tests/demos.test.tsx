import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import type { ModelDetail } from '@/api/types'
import { fragmentOf } from '@/features/predictions/link'
import { forgetVisits } from '@/features/predictions/visit'
import { detail } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'

const TRUTHS = ['late', 'on time', 'late']
let seeds: number[] = []
let predicted = 0
let compared: unknown[] = []

function version(number: number): ModelDetail['versions'][number] {
  return {
    model: 'flight-delay',
    version: number,
    digest: 'd'.repeat(64),
    created_at: '2026-11-22T21:00:00Z',
    created_by: 'system',
    training_run_id: null,
    stage: null,
    headline: null,
    execution: {
      mode: 'inline',
      max_batch_size: 1,
      row_seconds: 1e-5,
      batch_seconds: 1e-4,
      batch_rows: 10,
      memory_bytes: 1,
      reason: '',
      overridden: false,
    },
  }
}

const model: ModelDetail = {
  ...detail,
  versions: [version(2), version(1)],
  manifest: { ...detail.manifest, files: { 'held_out.json': { sha256: 'a', size_bytes: 1 } } },
}

beforeEach(() => {
  seeds = []
  predicted = 0
  compared = []
  forgetVisits()
  window.sessionStorage.clear()
  server.use(
    http.get('*/v1/models/flight-delay', () => HttpResponse.json(model)),
    http.get('*/v1/models/flight-delay/held-out', ({ request }) => {
      const seed = Number(new URL(request.url).searchParams.get('seed'))
      seeds.push(seed)
      return HttpResponse.json({
        model: 'flight-delay',
        version: 1,
        number: (seeds.length - 1) % TRUTHS.length,
        rows: 3,
        of_rows: 27_902,
        description: { en: 'Real rows of flights.' },
        row: { carrier: 'AA', wind: 10 + seeds.length },
      })
    }),
    http.post('*/v1/models/flight-delay/held-out/answer', async ({ request }) => {
      const { version, number } = (await request.json()) as { version: number; number: number }
      return HttpResponse.json({
        model: 'flight-delay',
        version,
        number,
        prediction: { probability: 0.73, label: 'late' },
        score_seconds: 1e-4,
        truth: TRUTHS[number],
        occurred_at: '2013-03-09T12:00:00Z',
        name: null,
      })
    }),
    http.post('*/v1/models/flight-delay/predict', () => {
      predicted += 1
      return HttpResponse.json({
        prediction_id: `p${String(predicted)}`,
        model: 'flight-delay',
        version: 1,
        variant: 'champion',
        cached: false,
        predictions: [{ probability: 0.73, label: 'late' }],
      })
    }),
    http.post('*/v1/models/flight-delay/compare', async ({ request }) => {
      compared.push(await request.json())
      return HttpResponse.json({
        model: 'flight-delay',
        answers: [
          { version: 1, prediction: { probability: 0.73, label: 'late' }, score_seconds: 1e-4 },
          { version: 2, prediction: { probability: 0.41, label: 'on time' }, score_seconds: 2e-4 },
        ],
      })
    }),
    http.post('*/v1/models/flight-delay/explain', () =>
      HttpResponse.json({
        model: 'flight-delay',
        version: 1,
        method: 'permutation-shapley',
        output: 'probability',
        label: 'late',
        base: 0.2,
        score: 0.73,
        contributions: [{ field: 'wind', value: 60, contribution: 0.4 }],
      }),
    ),
  )
})

const answer = () => screen.findByRole('region', { name: 'Answer' })

describe('surprise me', () => {
  it('fills in a real row, takes a guess, and tells the truth only with the answer', async () => {
    const { container } = await renderApp('/models/flight-delay')
    await userEvent.click(await screen.findByRole('button', { name: 'Surprise me' }))
    const row = await screen.findByRole('region', { name: /A real row/ })
    expect(row).toHaveTextContent('Real rows of flights.')
    expect(screen.queryByText(/What really happened/)).toBeNull()
    await expectAccessible(container)
    await userEvent.click(within(row).getByRole('radio', { name: 'on time' }))
    await userEvent.click(within(row).getByRole('button', { name: 'Ask the model' }))
    const panel = await answer()
    expect(await within(panel).findByText('What really happened: late')).toBeVisible()
    expect(panel).toHaveTextContent('The model was right.')
    expect(panel).toHaveTextContent('You said “on time”, and you were wrong.')
    expect(panel).toHaveTextContent('the model was right in 1 of 1')
    expect(panel).toHaveTextContent('You were right in 0 of 1')
    expect(panel).toHaveTextContent('not recorded')
    expect(within(panel).queryByText('Was this helpful?')).toBeNull()
    expect(predicted).toBe(0)
    await expectAccessible(container)
  })

  it('keeps the score of the visit, and draws another row each time', async () => {
    await renderApp('/models/flight-delay')
    await userEvent.click(await screen.findByRole('button', { name: 'Surprise me' }))
    for (const score of ['1 of 1', '1 of 2', '2 of 3']) {
      await userEvent.click(await screen.findByRole('button', { name: 'Ask the model' }))
      await within(await answer()).findByText(new RegExp(`the model was right in ${score}`))
      await userEvent.click(screen.getByRole('button', { name: 'Another one' }))
    }
    await screen.findByRole('button', { name: 'Ask the model' })
    const first = seeds[0] ?? 0
    expect(seeds).toEqual([first, first + 1, first + 2, first + 3])
    expect(await answer()).not.toHaveTextContent('What really happened')
  })

  it('does not count a row twice, and forgets the truth of a row that was changed', async () => {
    await renderApp('/models/flight-delay')
    await userEvent.click(await screen.findByRole('button', { name: 'Surprise me' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Ask the model' }))
    await within(await answer()).findByText(/right in 1 of 1/)
    await userEvent.click(screen.getByRole('button', { name: 'Predict' }))
    await within(await answer()).findByText(/right in 1 of 1/)
    await userEvent.click(screen.getByRole('radio', { name: 'Delta' }))
    await userEvent.click(screen.getByRole('button', { name: 'Predict' }))
    expect(await screen.findByText('Was this helpful?')).toBeVisible()
    expect(screen.queryByText(/What really happened/)).toBeNull()
    expect(predicted).toBe(1)
  })

  it('says why a version has no such rows', async () => {
    server.use(http.get('*/v1/models/flight-delay', () => HttpResponse.json(detail)))
    await renderApp('/models/flight-delay')
    const button = await screen.findByRole('button', { name: 'Surprise me' })
    expect(button).toHaveAttribute('aria-disabled', 'true')
    expect(button).toHaveAccessibleDescription(/no held-out rows/)
    await userEvent.click(button)
    expect(seeds).toEqual([])
  })
})

describe('beside another version', () => {
  it('asks both on the same row and says how they differ', async () => {
    const { container } = await renderApp('/models/flight-delay')
    await userEvent.click(await screen.findByRole('button', { name: 'A windy day' }))
    await userEvent.selectOptions(
      await screen.findByRole('combobox', { name: 'Compare with' }),
      'Version 2',
    )
    const beside = await screen.findByRole('region', { name: 'Beside another version' })
    expect(
      await within(beside).findByText('They disagree: “late” against “on time”.'),
    ).toBeVisible()
    expect(within(beside).getByText('73%')).toBeVisible()
    expect(within(beside).getByText('41%')).toBeVisible()
    expect(compared).toEqual([{ row: { carrier: 'DL', wind: 60 }, versions: [1, 2] }])
    await expectAccessible(container)
    // The choice holds for the next answer.
    await userEvent.click(screen.getByRole('button', { name: 'A calm day' }))
    await within(await answer()).findByText('The truth: on time')
    expect(await within(beside).findByText(/They disagree/)).toBeVisible()
    expect(compared).toHaveLength(2)
  })

  it('waits for a version that has to be loaded first', async () => {
    let attempts = 0
    server.use(
      http.post('*/v1/models/flight-delay/compare', () => {
        attempts += 1
        if (attempts > 1) return undefined
        const loading = { type: 'urn:farol:problem:model-loading', title: 'Loading' }
        return HttpResponse.json(loading, {
          status: 503,
          headers: { 'retry-after': '1', 'content-type': 'application/problem+json' },
        })
      }),
    )
    await renderApp('/models/flight-delay')
    await userEvent.click(await screen.findByRole('button', { name: 'A windy day' }))
    await userEvent.selectOptions(
      await screen.findByRole('combobox', { name: 'Compare with' }),
      'Version 2',
    )
    expect(await screen.findByText('Version 2 is being loaded…')).toBeVisible()
    expect(await screen.findByText(/They disagree/, undefined, { timeout: 4000 })).toBeVisible()
  })
})

async function linkTo(version: number, pinned: boolean, row = { carrier: 'AA', wind: 33 }) {
  return `#${(await fragmentOf({ kind: 'row', row, version, pinned })) ?? ''}`
}

describe('a link', () => {
  it('fills the form and asks, and what is shared again is the same', async () => {
    const fragment = await linkTo(1, false)
    const { container } = await renderApp(`/models/flight-delay${fragment}`)
    await within(await answer()).findByText('There is a 73% chance.')
    expect(screen.getByRole('radio', { name: 'American' })).toBeChecked()
    expect(predicted).toBe(1)
    await userEvent.click(screen.getByRole('button', { name: 'Share' }))
    const dialog = await screen.findByRole('dialog', { name: 'Share this' })
    await waitFor(() => {
      expect(dialog).toHaveTextContent(`/models/flight-delay${fragment}`)
    })
    await userEvent.click(within(dialog).getByRole('radio', { name: 'A frame for a page' }))
    expect(await within(dialog).findByText(/<iframe/)).toHaveTextContent(
      /embed\/flight-delay\?theme=auto&amp;lang=en/,
    )
    await expectAccessible(container.ownerDocument.body)
  })

  it('that pins a version asks that one aside, until the champion is asked for', async () => {
    await renderApp(`/models/flight-delay${await linkTo(2, true)}`)
    expect(await screen.findByText('Version 2 answers, as the link asks.')).toBeVisible()
    await within(await answer()).findByText('There is a 73% chance.')
    expect(compared).toEqual([{ row: { carrier: 'AA', wind: 33 }, versions: [2] }])
    expect(predicted).toBe(0)
    await userEvent.click(screen.getByRole('button', { name: 'Ask the champion' }))
    await screen.findByText('Was this helpful?')
    expect(predicted).toBe(1)
  })

  it('says when its version has gone, and when another one answers now', async () => {
    const view = await renderApp(`/models/flight-delay${await linkTo(7, true)}`)
    expect(
      await screen.findByText(/Version 7, which this link asks for, is not there/),
    ).toBeVisible()
    await within(await answer()).findByText('There is a 73% chance.')
    view.unmount()
    await renderApp(`/models/flight-delay${await linkTo(7, false)}`)
    expect(await screen.findByText(/version 7 answered; now it is version 1/)).toBeVisible()
  })

  it('that was cut short is told, and the form is there all the same', async () => {
    await renderApp(`/models/flight-delay${(await linkTo(1, false)).slice(0, -9)}`)
    expect(await screen.findByText(/This link could not be read/)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Predict' })).toBeEnabled()
    expect(predicted).toBe(0)
  })

  it('with values of another form shows what is wrong with them and asks nothing', async () => {
    const row = { carrier: 'AA', wind: 9_000, strange: 1 }
    await renderApp(`/models/flight-delay${await linkTo(1, false, row)}`)
    expect(await screen.findByText('A number from 0 to 100.')).toBeVisible()
    expect(predicted).toBe(0)
  })

  it('to a real row gives the row, and the truth only with the answer', async () => {
    await renderApp('/models/flight-delay#version=1&held-out=2')
    expect(await screen.findByRole('region', { name: /A real row/ })).toBeVisible()
    expect(seeds).toEqual([2])
    expect(screen.queryByText(/What really happened/)).toBeNull()
  })
})

describe('in a frame', () => {
  it('there is the demo, in the language asked for, and no site around it', async () => {
    const { container } = await renderApp('/embed/flight-delay?lang=pt-BR&theme=dark')
    expect(await screen.findByRole('heading', { level: 1, name: 'Atraso de voo' })).toBeVisible()
    expect(screen.queryByRole('banner')).toBeNull()
    expect(screen.queryByRole('contentinfo')).toBeNull()
    expect(document.documentElement).toHaveAttribute('data-mantine-color-scheme', 'dark')
    expect(screen.getByRole('link', { name: /Abrir no Farol/ })).toHaveAttribute('target', '_blank')
    await userEvent.click(screen.getByRole('button', { name: 'Prever' }))
    await within(await screen.findByRole('region', { name: 'Resposta' })).findByText(
      'A chance é de 73%.',
    )
    expect(window.localStorage.getItem('farol-language')).toBeNull()
    await expectAccessible(container)
  })

  it('an unknown model says so', async () => {
    server.use(
      http.get('*/v1/models/nothing', () => HttpResponse.json({ title: 'x' }, { status: 404 })),
    )
    await renderApp('/embed/nothing')
    expect(await screen.findByText('There is no such model here')).toBeVisible()
  })
})

describe('limits', () => {
  it('count down, and let the button be pressed when they are over', async () => {
    let refused = 0
    server.use(
      http.post('*/v1/models/flight-delay/predict', () => {
        refused += 1
        if (refused > 1) return undefined
        const limited = { type: 'urn:farol:problem:rate-limited', title: 'Too many requests' }
        return HttpResponse.json(limited, { status: 429, headers: { 'retry-after': '2' } })
      }),
    )
    await renderApp('/models/flight-delay')
    await userEvent.click(await screen.findByRole('button', { name: 'Predict' }))
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent('many requests in a short time')
    expect(alert).toHaveTextContent('You can try again in 2 s.')
    const again = within(alert).getByRole('button', { name: 'Try again' })
    expect(again).toBeDisabled()
    expect(screen.getByRole('button', { name: 'Predict' })).toBeDisabled()
    expect(
      await within(alert).findByText('You can try again in 1 s.', undefined, { timeout: 1500 }),
    )
    await waitFor(
      () => {
        expect(again).toBeEnabled()
      },
      { timeout: 2500 },
    )
    expect(alert).toHaveTextContent('You can try again now.')
    await userEvent.click(again)
    await within(await answer()).findByText('There is a 73% chance.')
  })
})
