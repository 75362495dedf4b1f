import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { JobState, Report } from '@/api/types'

const FINAL_STATES: readonly JobState[] = ['succeeded', 'failed', 'cancelled', 'dead']
const REFRESH_MILLISECONDS = 2000
const PAGE = 20

/** A model's reports a page at a time; looked at again while one is being written. */
export function useReports(model: string, search: string) {
  return useInfiniteQuery({
    queryKey: ['reports', 'of', model, search],
    queryFn: async ({ pageParam, signal }) =>
      bodyOf(
        await api.GET('/v1/models/{model}/reports', {
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
    refetchInterval: (query) => {
      const reports = query.state.data?.pages.flatMap((page) => page.reports)
      return reports?.every(({ job }) => FINAL_STATES.includes(job.state))
        ? false
        : REFRESH_MILLISECONDS
    },
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
