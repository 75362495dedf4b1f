import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { JobState, Report } from '@/api/types'

const FINAL_STATES: readonly JobState[] = ['succeeded', 'failed', 'cancelled', 'dead']
const REFRESH_MILLISECONDS = 2000

/** Every report of a model; looked at again every few seconds while one is being written. */
export function useReports(model: string) {
  return useQuery({
    queryKey: ['reports', 'of', model],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET('/v1/models/{model}/reports', { params: { path: { model } }, signal }))
        .reports,
    refetchInterval: (query) =>
      query.state.data?.every(({ job }) => FINAL_STATES.includes(job.state))
        ? false
        : REFRESH_MILLISECONDS,
  })
}

/** The files of a report as it was written last. */
export function useReportFiles(report: Report) {
  return useQuery({
    queryKey: ['reports', report.id, report.written_at],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/v1/reports/{report_id}', {
          params: { path: { report_id: report.id } },
          signal,
        }),
      ).files,
  })
}

interface ReportOrder {
  window_start: string
  /** Not part of the window. */
  window_end: string
  reason: string
}

export function useAskForReport(model: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (body: ReportOrder) =>
      bodyOf(await api.POST('/v1/models/{model}/reports', { params: { path: { model } }, body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['reports', 'of', model] }),
  })
}
