import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { BoardReport, JobState } from '@/api/types'
import type { Language } from '@/lib/i18n'
import { fileName, save } from '@/lib/save'

import type { Asked } from '../search'

const FINAL_STATES: readonly JobState[] = ['succeeded', 'failed', 'cancelled', 'dead']
const REFRESH_MILLISECONDS = 1000

export const isOver = ({ job }: Pick<BoardReport, 'job'>) => FINAL_STATES.includes(job.state)

interface Order {
  asked: Asked
  language: Language
}

/** The workbook of what is on the screen, saved where the browser saves files. */
export function useWorkbook() {
  return useMutation({
    mutationFn: async ({ asked, language }: Order) => {
      const { data, response } = await api.GET('/v1/kpis/export.xlsx', {
        params: { query: { ...asked, language } },
        parseAs: 'blob',
      })
      save(bodyOf({ data }), fileName(response, 'farol.xlsx'))
    },
  })
}

/** Has what is on the screen written as PDF, by a job that goes on when the page is left. */
export function usePrint() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (asked: Asked) => bodyOf(await api.POST('/v1/kpis/reports', { body: asked })),
    onSuccess: (report) => {
      queryClient.setQueryData(paperKey(report.id), report)
    },
  })
}

const paperKey = (id: number | null) => ['kpis', 'papers', id]

/** One that was asked for; looked at again every second until its job is over. */
export function usePaper(id: number | null) {
  return useQuery({
    queryKey: paperKey(id),
    enabled: id !== null,
    queryFn: async ({ signal }) => {
      const params = { path: { report_id: id ?? 0 } }
      return bodyOf(await api.GET('/v1/kpis/reports/{report_id}', { params, signal }))
    },
    refetchInterval: ({ state }) =>
      state.data && isOver(state.data) ? false : REFRESH_MILLISECONDS,
  })
}
