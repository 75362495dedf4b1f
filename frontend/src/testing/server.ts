import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'

import { unneededHistory } from './history'

/** What any page may ask for, beside what its test is about. */
export const server = setupServer(
  http.get('*/v1/tools', () => HttpResponse.json({ mlflow: null, grafana: null })),
  http.get('*/v1/session/providers', () => HttpResponse.json({ providers: [] })),
  http.get('*/v1/history', () => HttpResponse.json(unneededHistory)),
)
