import { useQuery } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import { ApiProblem } from '@/api/problem'
import type { CompareAnswer } from '@/api/types'

import type { Answered } from './predict'

/** A version that nobody asks is loaded first, which takes a moment. */
const LOADING_ATTEMPTS = 15

export function isLoading(error: unknown): boolean {
  return error instanceof ApiProblem && error.kind === 'model-loading'
}

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
    retry: (failures, error) => isLoading(error) && failures < LOADING_ATTEMPTS,
    retryDelay: (_failures, error) =>
      error instanceof ApiProblem ? (error.retryAfterSeconds ?? 1) * 1000 : 1000,
    staleTime: Infinity,
  })
}
