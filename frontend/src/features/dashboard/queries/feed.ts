import { useInfiniteQuery } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'

const PAGE = 8
const REFRESH_MS = 60_000

/** What happened, newest first, a page at a time; to one model where one is named. */
export function useFeed(model: string | undefined) {
  return useInfiniteQuery({
    queryKey: ['kpi-feed', model ?? null],
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        limit: PAGE,
        ...(model === undefined ? {} : { model }),
        ...(pageParam === null ? {} : { before: pageParam }),
      }
      return bodyOf(await api.GET('/v1/kpis/feed', { params: { query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_before,
    refetchInterval: REFRESH_MS,
  })
}
