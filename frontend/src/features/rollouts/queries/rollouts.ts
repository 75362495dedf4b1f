import { useMutation, useQueryClient } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'

interface Order {
  /** To promote, or to take back: where another one stands there by now, it is a conflict. */
  version: number
  reason: string
}

/** Whatever is known about the model is asked for again after its traffic has changed. */
function useRefresh() {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: ['models'] })
}

export function usePromote(model: string) {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: async (body: Order) =>
      bodyOf(await api.POST('/v1/models/{model}/promote', { params: { path: { model } }, body })),
    onSuccess: refresh,
  })
}

export function useRollBack(model: string) {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: async (body: Order) =>
      bodyOf(await api.POST('/v1/models/{model}/roll-back', { params: { path: { model } }, body })),
    onSuccess: refresh,
  })
}
