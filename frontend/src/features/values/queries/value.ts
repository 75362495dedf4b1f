import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { ValueFormula } from '@/api/types'

const VALUES = ['values']
const PAGE = 20
/** The dashboard reckons with the formula of now, also for the past. */
const KPIS = ['kpis']

export function useValueFormula(model: string) {
  return useQuery({
    queryKey: [...VALUES, model],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET('/v1/models/{model}/value', { params: { path: { model } }, signal })),
  })
}

export function useValueHistory(model: string) {
  return useInfiniteQuery({
    queryKey: [...VALUES, model, 'versions'],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: PAGE, ...(pageParam === null ? {} : { before: pageParam }) }
      const params = { path: { model }, query }
      return bodyOf(await api.GET('/v1/models/{model}/value/versions', { params, signal }))
    },
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next_before,
  })
}

/** What a formula would make of the last 28 days; the answer before stays until the next is there. */
export function useValuePreview(model: string, formula: ValueFormula | null) {
  return useQuery({
    queryKey: [...VALUES, model, 'preview', formula],
    queryFn: async ({ signal }) => {
      if (formula === null) throw new Error('There is no formula to try')
      const params = { path: { model } }
      const body = { formula }
      return bodyOf(await api.POST('/v1/models/{model}/value/preview', { params, body, signal }))
    },
    enabled: formula !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}

interface ValueOrder {
  /** Null takes it away. */
  formula: ValueFormula | null
  /** Number of the one that it was made from: where another came in between, a conflict. */
  seen_number: number
  reason: string
}

export function useSetValue(model: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (body: ValueOrder) =>
      bodyOf(await api.PUT('/v1/models/{model}/value', { params: { path: { model } }, body })),
    onSuccess: () =>
      Promise.all([VALUES, KPIS].map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  })
}
