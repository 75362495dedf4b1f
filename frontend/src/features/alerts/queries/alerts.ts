import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { AlertAction } from '@/api/types'

import { type AlertFilters, queryOf } from '../filters'

const ALERTS = ['alerts']
const REFRESH_MILLISECONDS = 15_000

/** Newest first, a page at a time. */
export function useAlerts(filters: AlertFilters) {
  const query = queryOf(filters)
  return useInfiniteQuery({
    queryKey: [...ALERTS, 'list', query],
    queryFn: async ({ pageParam, signal }) =>
      bodyOf(
        await api.GET('/v1/alerts', {
          params: { query: { ...query, ...(pageParam === null ? {} : { before_id: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next_before_id,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MILLISECONDS,
  })
}

function alertQuery(id: number) {
  return queryOptions({
    queryKey: [...ALERTS, id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/v1/alerts/{alert_id}', { params: { path: { alert_id: id } }, signal }),
      ),
    refetchInterval: REFRESH_MILLISECONDS,
  })
}

export const useAlert = (id: number) => useQuery(alertQuery(id))

export function useAct(id: number) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (order: { action: AlertAction; reason: string }) =>
      bodyOf(
        await api.POST('/v1/alerts/{alert_id}/actions', {
          params: { path: { alert_id: id } },
          body: order,
        }),
      ),
    onSuccess: (alert) => {
      queryClient.setQueryData(alertQuery(id).queryKey, alert)
    },
    // Also of a conflict: somebody was quicker, and the page should say who.
    onSettled: () =>
      Promise.all(
        [ALERTS, ['overview']].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ),
  })
}
