import { useMutation, useQuery } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import { connectionProblem, problemFrom } from '@/api/problem'
import type { BatchPrediction, JobState } from '@/api/types'

const FINAL_STATES: readonly JobState[] = ['succeeded', 'failed', 'cancelled', 'dead']
const REFRESH_MILLISECONDS = 1000
/** A larger result is for a spreadsheet, not for a glance. */
const MOST_SHOWN_BYTES = 2_000_000

export function useStartBatch(model: string) {
  return useMutation({
    mutationFn: async (file: File) =>
      bodyOf(
        await api.POST('/v1/batch-predictions', {
          params: { query: { model } },
          // The generated type of a binary part is text; the serialiser below sends the file.
          body: { file: '' },
          bodySerializer: () => {
            const form = new FormData()
            form.append('file', file)
            return form
          },
        }),
      ),
  })
}

export function useBatch(id: string | null) {
  return useQuery({
    queryKey: ['batch-predictions', id],
    enabled: id !== null,
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/v1/batch-predictions/{batch_id}', {
          params: { path: { batch_id: id ?? '' } },
          signal,
        }),
      ),
    refetchInterval: (query) => {
      const { data, error } = query.state
      if (error) return false
      return data && FINAL_STATES.includes(data.job.state) ? false : REFRESH_MILLISECONDS
    },
  })
}

/** What somebody without an account may send. */
export function useBatchLimits() {
  return useQuery({
    queryKey: ['batch-predictions', 'limits'],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET('/v1/batch-predictions/limits', { signal })),
    staleTime: Infinity,
  })
}

/** The text of a finished batch's file, where it is short enough to be looked at. */
export function useBatchText(url: string | null, batch: BatchPrediction) {
  return useQuery({
    queryKey: ['batch-predictions', 'text', url],
    enabled: url !== null && batch.size_bytes <= MOST_SHOWN_BYTES,
    queryFn: async ({ signal }) => {
      const response = await fetch(url ?? '', { signal }).catch((error: unknown) => {
        throw connectionProblem(error)
      })
      if (!response.ok) throw await problemFrom(response)
      return response.text()
    },
    staleTime: Infinity,
  })
}
