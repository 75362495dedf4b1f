import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { RolloutAction, RolloutList } from '@/api/types'

import { isOpen } from '../stages'

const BUSY_MILLISECONDS = 4000
const QUIET_MILLISECONDS = 30_000

function moves(list: RolloutList | undefined): boolean {
  return list?.rollouts.some((rollout) => isOpen(rollout.stage)) ?? false
}

/** Every rollout of a model; looked at again every few seconds while one is under way. */
export function useRollouts(model: string) {
  return useQuery({
    queryKey: ['rollouts', model],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET('/v1/models/{model}/rollouts', { params: { path: { model } }, signal })),
    refetchInterval: (query) => (moves(query.state.data) ? BUSY_MILLISECONDS : QUIET_MILLISECONDS),
  })
}

interface Order {
  rollout: number
  action: RolloutAction
  reason: string
  /** Of the rollout as it was seen: where it has moved on, a conflict. */
  seen_revision: number
}

export function useActOnRollout() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async ({ rollout, ...body }: Order) =>
      bodyOf(
        await api.POST('/v1/rollouts/{rollout_id}/actions', {
          params: { path: { rollout_id: rollout } },
          body,
        }),
      ),
    // After a conflict too: what happened meanwhile is to be seen.
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['rollouts'] }),
        queryClient.invalidateQueries({ queryKey: ['models'] }),
      ]),
  })
}
