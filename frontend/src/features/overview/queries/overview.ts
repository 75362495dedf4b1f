import { useQuery } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'

const REFRESH_MILLISECONDS = 15_000

/** Every model with what it needs, the most pressing first. */
export function useOverview() {
  return useQuery({
    queryKey: ['overview'],
    queryFn: async ({ signal }) => bodyOf(await api.GET('/v1/overview', { signal })),
    refetchInterval: REFRESH_MILLISECONDS,
  })
}
