import { QueryClient } from '@tanstack/react-query'

import { ApiProblem } from '@/api/problem'

const ATTEMPTS = 3

/** Only what may pass by itself is tried again: a lost connection, or a server that says "later". */
function worthRetrying(failures: number, error: Error): boolean {
  if (!(error instanceof ApiProblem)) return false
  return failures < ATTEMPTS - 1 && (error.status === 0 || error.status >= 502)
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: worthRetrying, staleTime: 15_000, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  })
}
