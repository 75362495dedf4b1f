import { useInfiniteQuery } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { TimelineKind } from '@/api/types'

/** A model's life, newest first, a page at a time; of all kinds where none is named. */
export function useTimeline(model: string, kinds: TimelineKind[]) {
  return useInfiniteQuery({
    queryKey: ['timeline', model, kinds],
    queryFn: async ({ pageParam, signal }) =>
      bodyOf(
        await api.GET('/v1/models/{model}/timeline', {
          params: {
            path: { model },
            query: { kind: kinds, ...(pageParam === null ? {} : { before: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_before,
  })
}
