import { useMutation } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'

interface Draw {
  model: string
  seed: number
}

/** Another real row; seeds that follow each other name different ones. */
export function useHeldOutRow() {
  return useMutation({
    mutationFn: async ({ model, seed }: Draw) =>
      bodyOf(
        await api.GET('/v1/models/{model}/held-out', {
          params: { path: { model }, query: { seed } },
        }),
      ),
  })
}
