import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { JobState, Scalar } from '@/api/types'

const FINAL_STATES: readonly JobState[] = ['succeeded', 'failed', 'cancelled', 'dead']
const REFRESH_MILLISECONDS = 3000
const PAGE = 20

export function isOver(state: JobState): boolean {
  return FINAL_STATES.includes(state)
}

export function trainingRunQuery(id: number) {
  return queryOptions({
    queryKey: ['training-runs', id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/v1/training-runs/{training_run_id}', {
          params: { path: { training_run_id: id } },
          signal,
        }),
      ),
    // The stream tells the progress; this tells the new version's number.
    refetchInterval: (query) =>
      query.state.data && isOver(query.state.data.job.state) ? false : REFRESH_MILLISECONDS,
  })
}

export const useTrainingRun = (id: number) => useQuery(trainingRunQuery(id))

export interface RunFilters {
  model?: string
  /** Of their jobs; none is all. */
  states?: readonly JobState[]
  search?: string
}

/** Newest first, a page at a time; looked at again every few seconds while one is under way. */
export function useTrainingRuns({ model, states = [], search = '' }: RunFilters) {
  return useInfiniteQuery({
    queryKey: ['training-runs', 'list', model ?? '', states, search],
    queryFn: async ({ pageParam, signal }) =>
      bodyOf(
        await api.GET('/v1/training-runs', {
          params: {
            query: {
              ...(model ? { model } : {}),
              ...(pageParam === null ? {} : { before: pageParam }),
              state: [...states],
              search,
              limit: PAGE,
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next_before,
    placeholderData: keepPreviousData,
    refetchInterval: (query) => {
      const runs = query.state.data?.pages.flatMap((page) => page.training_runs) ?? []
      return runs.every((run) => isOver(run.job.state)) ? false : REFRESH_MILLISECONDS
    },
  })
}

/** Several runs, in this order. */
export function useSomeRuns(ids: readonly number[]) {
  return useQueries({ queries: ids.map((id) => trainingRunQuery(id)) })
}

/** What can be trained, and with which parameters. */
export function useRecipes(enabled: boolean) {
  return useQuery({
    queryKey: ['recipes'],
    enabled,
    queryFn: async ({ signal }) => bodyOf(await api.GET('/v1/recipes', { signal })).recipes,
  })
}

interface TrainingOrder {
  model: string
  parameters: Record<string, Scalar>
  reason: string
}

export function useStartTraining() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (body: TrainingOrder) =>
      bodyOf(await api.POST('/v1/training-runs', { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['training-runs'] }),
  })
}

export function useRetryTraining(id: number) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (reason: string) =>
      bodyOf(
        await api.POST('/v1/training-runs/{training_run_id}/retry', {
          params: { path: { training_run_id: id } },
          body: { reason },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['training-runs'] }),
  })
}

export function useCancelJob() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (jobId: number) =>
      bodyOf(await api.POST('/v1/jobs/{job_id}/cancel', { params: { path: { job_id: jobId } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['training-runs'] }),
  })
}
