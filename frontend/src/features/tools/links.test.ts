import { expect, it } from 'vitest'

import { grafanaLink, mlflowLink } from './links'

it('leads to a model in MLflow, or to its first page', () => {
  expect(mlflowLink('https://mlflow.example', 'flight-delay')).toBe(
    'https://mlflow.example/#/models/flight-delay',
  )
  expect(mlflowLink('https://mlflow.example', null)).toBe('https://mlflow.example')
})

it('leads to a dashboard of Grafana with its model chosen, beside what was chosen already', () => {
  expect(grafanaLink('https://grafana.example/d/farol?orgId=1', 'digits')).toBe(
    'https://grafana.example/d/farol?orgId=1&var-model=digits',
  )
  expect(grafanaLink('https://grafana.example/d/farol', null)).toBe(
    'https://grafana.example/d/farol',
  )
})
