import { useMutation, useQuery } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { JobState } from '@/api/types'

const FINAL_STATES: readonly JobState[] = ['succeeded', 'failed', 'cancelled', 'dead']
const REFRESH_MILLISECONDS = 1000

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
    refetchInterval: (query) =>
      query.state.data && FINAL_STATES.includes(query.state.data.job.state)
        ? false
        : REFRESH_MILLISECONDS,
  })
}
