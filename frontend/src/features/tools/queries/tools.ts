import { useQuery } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import { isAtLeast } from '@/lib/roles'
import { useSession } from '@/lib/session'

/** Where MLflow and Grafana are, for engineers; nothing as long as it is not known. */
export function useTools() {
  const { session } = useSession()
  const tools = useQuery({
    queryKey: ['tools'],
    queryFn: async ({ signal }) => bodyOf(await api.GET('/v1/tools', { signal })),
    enabled: isAtLeast(session?.role ?? null, 'engineer'),
    // Settings: they change when the server starts again.
    staleTime: Infinity,
  })
  return tools.data ?? { mlflow: null, grafana: null }
}
