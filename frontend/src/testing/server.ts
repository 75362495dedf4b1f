import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'

/** Asked for by the sign-in dialog wherever it is opened: passwords alone, unless a test says else. */
export const server = setupServer(
  http.get('*/v1/session/providers', () => HttpResponse.json({ providers: [] })),
)
