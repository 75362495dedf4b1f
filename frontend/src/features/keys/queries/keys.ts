import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { ApiKeyOrder } from '@/api/types'

const KEYS = ['api-keys']

export interface KeyFilters {
  search: string
  /** Not only one's own. */
  everybody: boolean
  /** Not only those that are of use. */
  past: boolean
}

/** Newest first, a page at a time. `owner` is whoever asks: one person's are not shown to the next. */
export function useKeys(owner: string, { search, everybody, past }: KeyFilters) {
  const asked = { search, everybody, usable: !past }
  return useInfiniteQuery({
    queryKey: [...KEYS, owner, asked],
    queryFn: async ({ pageParam, signal }) =>
      bodyOf(
        await api.GET('/v1/api-keys', {
          params: { query: { ...asked, ...(pageParam === null ? {} : { before: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next_before,
    placeholderData: keepPreviousData,
  })
}

export function useMakeKey() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (body: ApiKeyOrder) => bodyOf(await api.POST('/v1/api-keys', { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: KEYS }),
    // The secret is shown by whoever asked for it, and kept nowhere else.
    gcTime: 0,
  })
}

export function useRevokeKey(id: number) {
  const queryClient = useQueryClient()
  const params = { path: { key_id: id } }
  return useMutation({
    mutationFn: async (reason: string) =>
      bodyOf(await api.POST('/v1/api-keys/{key_id}/revoke', { params, body: { reason } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: KEYS }),
  })
}
