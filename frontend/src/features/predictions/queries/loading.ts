import { ApiProblem } from '@/api/problem'

/** A version that nobody asks is loaded first, which takes a moment. */
const ATTEMPTS = 15

export function isLoading(error: unknown): boolean {
  return error instanceof ApiProblem && error.kind === 'model-loading'
}

/** For a query or a mutation: asks again until the version is loaded. */
export const UNTIL_LOADED = {
  retry: (failures: number, error: Error) => isLoading(error) && failures < ATTEMPTS,
  retryDelay: (_failures: number, error: Error) =>
    error instanceof ApiProblem ? (error.retryAfterSeconds ?? 1) * 1000 : 1000,
}
