import { useInfiniteQuery } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'

import { type AuditFilters, queryOf } from '../filters'

/** Newest first, a page at a time. */
export function useAudit(filters: AuditFilters) {
  const query = queryOf(filters)
  return useInfiniteQuery({
    queryKey: ['audit', query],
    queryFn: async ({ pageParam, signal }) =>
      bodyOf(
        await api.GET('/v1/audit', {
          params: { query: { ...query, ...(pageParam === null ? {} : { before_id: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next_before_id,
  })
}
