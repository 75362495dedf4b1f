import { keepPreviousData, useQuery } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'

const REFRESH_MILLISECONDS = 5000

export function useModelMetrics(model: string, minutes: number) {
  return useQuery({
    queryKey: ['metrics', model, minutes],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/v1/models/{model}/metrics', {
          params: { path: { model }, query: { minutes } },
          signal,
        }),
      ),
    refetchInterval: REFRESH_MILLISECONDS,
    placeholderData: keepPreviousData,
  })
}
