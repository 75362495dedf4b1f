import { useMutation } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { Thumb } from '@/api/types'

interface Order {
  predictionId: string
  thumb: Thumb
}

export function useFeedback() {
  return useMutation({
    mutationFn: async ({ predictionId, thumb }: Order) =>
      bodyOf(
        await api.POST('/v1/feedback', {
          body: { prediction_id: predictionId, row: 0, thumb, comment: '' },
        }),
      ),
  })
}
