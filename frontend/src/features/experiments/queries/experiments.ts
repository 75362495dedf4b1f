import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { ExperimentAction, ExperimentPlan } from '@/api/types'

const REFRESH_MILLISECONDS = 15_000
const PAGE = 20

/** A model's experiments a page at a time; the newest look of one that runs changes by itself. */
export function useExperiments(model: string, search: string) {
  return useInfiniteQuery({
    queryKey: ['experiments', 'of', model, search],
    queryFn: async ({ pageParam, signal }) =>
      bodyOf(
        await api.GET('/v1/models/{model}/experiments', {
          params: {
            path: { model },
            query: { search, limit: PAGE, ...(pageParam === null ? {} : { before: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next_before,
    placeholderData: keepPreviousData,
    refetchInterval: (query) =>
      query.state.data?.pages[0]?.running == null ? false : REFRESH_MILLISECONDS,
  })
}

function experimentQuery(id: number) {
  return queryOptions({
    queryKey: ['experiments', id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/v1/experiments/{experiment_id}', {
          params: { path: { experiment_id: id } },
          signal,
        }),
      ),
    refetchInterval: (query) =>
      query.state.data?.status === 'running' ? REFRESH_MILLISECONDS : false,
  })
}

export const useExperiment = (id: number) => useQuery(experimentQuery(id))

interface ExperimentOrder {
  name: string
  plan: ExperimentPlan
  reason: string
}

export function useCreateExperiment(model: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (body: ExperimentOrder) =>
      bodyOf(
        await api.POST('/v1/models/{model}/experiments', { params: { path: { model } }, body }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['experiments', 'of', model] }),
  })
}

interface ActionOrder {
  action: ExperimentAction
  reason: string
  /** Of the experiment as it was seen: where it has moved on, a conflict. */
  seen_revision: number
}

export function useActOnExperiment(id: number) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (body: ActionOrder) =>
      bodyOf(
        await api.POST('/v1/experiments/{experiment_id}/actions', {
          params: { path: { experiment_id: id } },
          body,
        }),
      ),
    // After a conflict too: what happened meanwhile is to be seen.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['experiments'] }),
  })
}
