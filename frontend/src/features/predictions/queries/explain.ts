import { useQuery } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'

import type { Answered } from './predict'

/** Why the model answered so: contributions of the same row with the same version. */
export function useExplanation(answered: Answered) {
  const { model, version } = answered.answer
  return useQuery({
    queryKey: ['explanations', answered.key],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.POST('/v1/models/{model}/explain', {
          params: { path: { model } },
          body: { row: answered.row, version },
          signal,
        }),
      ),
    staleTime: Infinity,
  })
}
