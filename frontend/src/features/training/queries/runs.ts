import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { JobState, Scalar } from '@/api/types'

const FINAL_STATES: readonly JobState[] = ['succeeded', 'failed', 'cancelled', 'dead']
const REFRESH_MILLISECONDS = 3000

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

export function useTrainingRuns(model: string) {
  return useQuery({
    queryKey: ['training-runs', 'of', model],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET('/v1/training-runs', { params: { query: { model } }, signal }))
        .training_runs,
    refetchInterval: (query) =>
      query.state.data?.every((run) => isOver(run.job.state)) ? false : REFRESH_MILLISECONDS,
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

export function useCancelJob() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (jobId: number) =>
      bodyOf(await api.POST('/v1/jobs/{job_id}/cancel', { params: { path: { job_id: jobId } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['training-runs'] }),
  })
}
