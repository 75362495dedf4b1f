import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

import { api, bodyOf } from '@/api/client'
import type { JobState, QualityOverTime } from '@/api/types'

const REFRESH_MILLISECONDS = 30_000
const JOB_MILLISECONDS = 2000
const FINAL_STATES: readonly JobState[] = ['succeeded', 'failed', 'cancelled', 'dead']

/** The looks that were taken at a model, newest first. */
export function useChecks(model: string) {
  return useQuery({
    queryKey: ['checks', 'of', model],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET('/v1/models/{model}/checks', { params: { path: { model } }, signal }))
        .checks,
    refetchInterval: REFRESH_MILLISECONDS,
  })
}

/** One look with all that it found, which never changes afterwards. */
export function useCheck(id: number | null) {
  return useQuery({
    queryKey: ['checks', id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/v1/checks/{check_id}', {
          params: { path: { check_id: id ?? 0 } },
          signal,
        }),
      ),
    enabled: id !== null,
    staleTime: Infinity,
  })
}

/** The slices whose rows a check counted. */
export function useCheckSlices(check: number) {
  return useQuery({
    queryKey: ['checks', check, 'slices'],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/v1/checks/{check_id}/slices', {
          params: { path: { check_id: check } },
          signal,
        }),
      ).slices,
    staleTime: Infinity,
  })
}

export interface SliceKey {
  column: string
  value: string
}

/** Drift within a slice; judged by the server when it is asked for. */
export function useSliceDrift(check: number, slice: SliceKey) {
  return useQuery({
    queryKey: ['checks', check, 'slices', slice.column, slice.value],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/v1/checks/{check_id}/slice-drift', {
          params: { path: { check_id: check }, query: { ...slice } },
          signal,
        }),
      ),
  })
}

export function useQualityOverTime(model: string, interval: QualityOverTime['interval']) {
  return useQuery({
    queryKey: ['checks', 'quality', model, interval],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/v1/models/{model}/quality', {
          params: { path: { model }, query: { interval } },
          signal,
        }),
      ),
  })
}

export function useAskForCheck(model: string) {
  return useMutation({
    mutationFn: async (reason: string) =>
      bodyOf(
        await api.POST('/v1/models/{model}/checks', {
          params: { path: { model } },
          body: { reason },
        }),
      ).job,
  })
}

/** A job, looked at every few seconds until it is over. */
function useJob(id: number | null) {
  const job = useQuery({
    queryKey: ['jobs', id],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET('/v1/jobs/{job_id}', { params: { path: { job_id: id ?? 0 } }, signal })),
    enabled: id !== null,
    refetchInterval: (query) =>
      query.state.data && FINAL_STATES.includes(query.state.data.state) ? false : JOB_MILLISECONDS,
  })
  const over = job.data !== undefined && FINAL_STATES.includes(job.data.state)
  return { job: job.data ?? null, over, error: job.error }
}

/** The job of a check that was asked for; what it found is fetched as soon as it is over. */
export function useCheckJob(id: number | null) {
  const queryClient = useQueryClient()
  const followed = useJob(id)
  const { over } = followed
  useEffect(() => {
    if (!over) return
    for (const queryKey of [['checks'], ['rollouts'], ['models']])
      void queryClient.invalidateQueries({ queryKey })
  }, [over, queryClient])
  return followed
}

export function useAskForDetailedReport(check: number) {
  return useMutation({
    mutationFn: async (reason: string) =>
      bodyOf(
        await api.POST('/v1/checks/{check_id}/detailed-report', {
          params: { path: { check_id: check } },
          body: { reason },
        }),
      ).job,
  })
}

/** The detailed report's page, once the job that writes it is over. */
export function useDetailedPage(check: number, jobId: number | null) {
  const { job, over, error } = useJob(jobId)
  const page = useQuery({
    queryKey: ['detailed-reports', check, jobId],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/v1/checks/{check_id}/detailed-report', {
          params: { path: { check_id: check } },
          parseAs: 'text',
          signal,
        }),
      ),
    enabled: job?.state === 'succeeded',
    staleTime: Infinity,
  })
  const failed = over && job?.state !== 'succeeded' ? (job?.error ?? '') : null
  const waiting = jobId !== null && !over && !error
  return { page: page.data ?? null, failed, error: error ?? page.error, waiting }
}
