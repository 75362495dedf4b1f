import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { ExperimentAction, ExperimentPlan } from '@/api/types'

const REFRESH_MILLISECONDS = 15_000

/** Every experiment on a model; the newest look of one that runs changes by itself. */
export function useExperiments(model: string) {
  return useQuery({
    queryKey: ['experiments', 'of', model],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/v1/models/{model}/experiments', { params: { path: { model } }, signal }),
      ),
    refetchInterval: (query) => (query.state.data?.running == null ? false : REFRESH_MILLISECONDS),
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
