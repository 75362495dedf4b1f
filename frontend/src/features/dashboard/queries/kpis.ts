import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'

import type { Asked } from '../search'

const REFRESH_MS = 60_000

export function boardQuery(asked: Asked) {
  return queryOptions({
    queryKey: ['kpis', asked],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET('/v1/kpis', { params: { query: asked }, signal })),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  })
}

export const useBoard = (asked: Asked) => useQuery(boardQuery(asked))

/** What one number is made of, and how it is computed. */
export function useKpi(slug: string, asked: Asked) {
  return useQuery({
    queryKey: ['kpis', slug, asked],
    queryFn: async ({ signal }) => {
      const params = { path: { slug }, query: asked }
      return bodyOf(await api.GET('/v1/kpis/{slug}', { params, signal }))
    },
    refetchInterval: REFRESH_MS,
    placeholderData: (previous) => (previous?.kpi.slug === slug ? previous : undefined),
  })
}
