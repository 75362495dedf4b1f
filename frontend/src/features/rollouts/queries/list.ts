import {
  type InfiniteData,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { RolloutAction, RolloutList } from '@/api/types'

import { isOpen } from '../stages'

const BUSY_MILLISECONDS = 4000
const QUIET_MILLISECONDS = 30_000
const PAGE = 20

/** The pages so far as one list, with what the first one says of the model. */
function joined({ pages }: InfiniteData<RolloutList>): RolloutList {
  const [first] = pages
  if (!first) throw new Error('A list has a first page')
  return { ...first, rollouts: pages.flatMap((page) => page.rollouts) }
}

/**
 * A model's rollouts a page at a time, or those alone that had to do with some versions; looked at
 * again every few seconds while one is under way.
 */
export function useRollouts(model: string, versions: readonly number[] = []) {
  return useInfiniteQuery({
    queryKey: ['rollouts', model, versions],
    queryFn: async ({ pageParam, signal }) =>
      bodyOf(
        await api.GET('/v1/models/{model}/rollouts', {
          params: {
            path: { model },
            query: {
              limit: PAGE,
              ...(versions.length > 0 && { version: [...versions] }),
              ...(pageParam !== null && { before: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next_before,
    select: joined,
    refetchInterval: ({ state }) => {
      const rollouts = state.data?.pages.flatMap((page) => page.rollouts) ?? []
      return rollouts.some(({ stage }) => isOpen(stage)) ? BUSY_MILLISECONDS : QUIET_MILLISECONDS
    },
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
