import { useQueries } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'

/** What is known of some of a model's versions, in their order. A version never changes, but for
 * how it is served. */
export function useVersions(model: string, versions: readonly number[]) {
  return useQueries({
    queries: versions.map((version) => ({
      queryKey: ['models', model, 'versions', version],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        bodyOf(
          await api.GET('/v1/models/{model}/versions/{version}', {
            params: { path: { model, version } },
            signal,
          }),
        ),
    })),
  })
}
