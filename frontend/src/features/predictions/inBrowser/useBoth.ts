import { useMutation } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import { parseServerTiming, serverSeconds } from '@/api/serverTiming'
import type { PredictAnswer, Prediction, Row } from '@/api/types'

import { type Agreement, agreementOf } from './agreement'
import type { Scored, Scorer } from './scorer'
import type { Version } from './sealed'

export interface Both {
  row: Row
  here: Scored
  server: { prediction: Prediction; inServerSeconds: number | null; roundTripSeconds: number }
  agreement: Agreement
}

/** One row asked of this browser and of the server, by the same version, one after the other. */
export function useBoth(version: Version) {
  return useMutation({
    mutationFn: async ({ scorer, row }: { scorer: Scorer; row: Row }): Promise<Both> => {
      // In turn: side by side they would slow each other where both run on one machine.
      const here = await scorer.score(row)
      const server = await askServer(version, row)
      return { row, here, server, agreement: agreementOf(here.prediction, server.prediction) }
    },
  })
}

async function askServer({ model, version }: Version, row: Row): Promise<Both['server']> {
  const started = performance.now()
  const result = await api.POST('/v1/models/{model}/versions/{version}/predict', {
    params: { path: { model, version } },
    body: { rows: [row], source: 'demo' },
  })
  const roundTripSeconds = (performance.now() - started) / 1000
  const [prediction] = bodyOf<PredictAnswer>(result).predictions
  if (!prediction) throw new Error('The answer holds no prediction')
  const timings = parseServerTiming(result.response.headers.get('server-timing') ?? '')
  return { prediction, inServerSeconds: serverSeconds(timings), roundTripSeconds }
}
