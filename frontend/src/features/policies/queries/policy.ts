import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { Policy } from '@/api/types'

const PAGE = 20

export function policyQuery(model: string) {
  return queryOptions({
    queryKey: ['policies', model],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET('/v1/models/{model}/policy', { params: { path: { model } }, signal })),
  })
}

export const usePolicy = (model: string) => useQuery(policyQuery(model))

export function usePolicyHistory(model: string) {
  return useInfiniteQuery({
    queryKey: ['policies', model, 'versions'],
    queryFn: async ({ pageParam, signal }) =>
      bodyOf(
        await api.GET('/v1/models/{model}/policy/versions', {
          params: {
            path: { model },
            query: { limit: PAGE, ...(pageParam === null ? {} : { before: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next_before,
  })
}

/** What a policy would do; the answer before stays until the new one is there. */
export function usePolicyPreview(model: string, policy: Policy, enabled: boolean) {
  return useQuery({
    queryKey: ['policies', model, 'preview', policy],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.POST('/v1/models/{model}/policy/preview', {
          params: { path: { model } },
          body: { policy },
          signal,
        }),
      ),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })
}

interface PolicyOrder {
  policy: Policy
  /** Number of the version that it was made from: where another came in between, a conflict. */
  seen_number: number
  reason: string
}

export function useSetPolicy(model: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (body: PolicyOrder) =>
      bodyOf(await api.PUT('/v1/models/{model}/policy', { params: { path: { model } }, body })),
    onSuccess: (detail) => {
      queryClient.setQueryData(policyQuery(model).queryKey, detail)
      return queryClient.invalidateQueries({ queryKey: ['policies', model, 'versions'] })
    },
  })
}
