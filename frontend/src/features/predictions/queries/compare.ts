import { useQuery } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { CompareAnswer } from '@/api/types'

import { UNTIL_LOADED } from './loading'
import type { Answered } from './predict'

/** What another version says of the row that was answered; both are asked in the same breath. */
export function useComparison(answered: Answered, version: number) {
  const { model } = answered.answer
  return useQuery({
    queryKey: ['comparisons', answered.key, version],
    queryFn: async ({ signal }) =>
      bodyOf<CompareAnswer>(
        await api.POST('/v1/models/{model}/compare', {
          params: { path: { model } },
          body: { row: answered.row, versions: [answered.answer.version, version] },
          signal,
        }),
      ).answers,
    ...UNTIL_LOADED,
    staleTime: Infinity,
  })
}
