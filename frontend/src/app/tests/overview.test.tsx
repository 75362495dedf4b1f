import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'

import { overview } from '@/testing/overview'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'
import { ADA, signInAs } from '@/testing/session'

beforeEach(() => {
  server.use(
    http.get('*/v1/overview', () => HttpResponse.json(overview)),
    http.get('*/v1/models', () => HttpResponse.json({ models: [] })),
  )
})

describe('the overview', () => {
  it('tells of each model what it needs, why, and where to act', async () => {
    signInAs('engineer')
    const { container } = await renderApp('/overview')
    const flights = (await screen.findByRole('heading', { name: 'Flight delay' })).closest('li')
    const shown = within(flights as HTMLElement)
    expect(screen.getByText('1 model needs somebody.')).toBeVisible()
    expect(shown.getByText(/2 serious alerts that nobody looks after/)).toBeVisible()
    expect(shown.getByText(/12,000 rows were answered/)).toBeVisible()
    const links = Object.fromEntries(
      shown.getAllByRole('link').map((link) => [link.textContent, link.getAttribute('href')]),
    )
    expect(links).toMatchObject({
      'See the alerts': '/alerts?model=flight-delay',
      'See the rollout': '/models/flight-delay/rollout',
      'See the training': '/training-runs/4',
    })
    expect(shown.getByText(/Version 3, canary 25%/)).toBeVisible()
    expect(shown.getByText('Brier score 0.171')).toBeVisible()
    expect(shown.getByText('promised: 0.157')).toBeVisible()
    expect(shown.getByText('75% of 12,000 rows')).toBeVisible()
    await expectAccessible(container)
  })

  it('says of a model that is well that it is, and of what is about no model', async () => {
    signInAs('viewer')
    await renderApp('/overview', 'pt-BR')
    const digits = (await screen.findByRole('heading', { name: 'Dígitos' })).closest('li')
    expect(digits).toHaveTextContent('Nada precisa de atenção')
    expect(digits).toHaveTextContent('ainda não verificado')
    expect(screen.getByText('1 alerta não trata de nenhum modelo')).toBeVisible()
  })

  it('leads engineers to MLflow and Grafana in a tab of its own, where they are configured', async () => {
    signInAs('engineer')
    server.use(
      http.get('*/v1/tools', () =>
        HttpResponse.json({ mlflow: 'https://mlflow.example', grafana: null }),
      ),
    )
    const { container } = await renderApp('/overview')
    const link = await screen.findByRole('link', { name: 'Open in MLflow opens in a new tab' })
    expect(link).toHaveAttribute('href', 'https://mlflow.example')
    expect(link).toHaveAttribute('target', '_blank')
    expect(link).toHaveAttribute('rel', 'noopener noreferrer')
    expect(screen.queryByRole('link', { name: /Grafana/ })).toBeNull()
    await expectAccessible(container)
  })

  it('says so when everything is well', async () => {
    signInAs('viewer')
    const models = overview.models.slice(1)
    const elsewhere = { ...overview.elsewhere, about_jobs: 0 }
    server.use(http.get('*/v1/overview', () => HttpResponse.json({ models, elsewhere })))
    await renderApp('/overview')
    expect(await screen.findByText('Every model is well.')).toBeVisible()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('is where an engineer lands who signs in on the first page', async () => {
    server.use(http.post('*/v1/session', () => HttpResponse.json({ ...ADA, role: 'engineer' })))
    const { router } = await renderApp('/')
    await userEvent.click(await screen.findByRole('button', { name: 'Sign in' }))
    const dialog = await screen.findByRole('dialog')
    await userEvent.type(within(dialog).getByLabelText(/^Name/), 'ada')
    await userEvent.type(within(dialog).getByLabelText(/^Password/), 'correct horse battery')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Sign in' }))
    expect(await screen.findByRole('heading', { name: 'Flight delay' })).toBeVisible()
    expect(router.state.location.pathname).toBe('/overview')
  })
})
