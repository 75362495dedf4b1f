import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import { api, bodyOf } from '@/api/client'
import type { HistoryState } from '@/api/types'

const HISTORY = ['history']
const REFRESH_MILLISECONDS = 1000
/** For the audit log, whose reasons are in English. */
const REASON = 'To see Farol with data in it.'
const UNDER_WAY = ['loading', 'removing']

export function isUnderWay({ status }: Pick<HistoryState, 'status'>): boolean {
  return UNDER_WAY.includes(status)
}

/** Few rows of one's own tell nothing yet: the policies' checks say so, too. */
const ENOUGH = 500

/** Whether it is to be seen beside real numbers: it changes, or they are too few to fill a chart. */
export function isWorthTelling(history: HistoryState): boolean {
  const isSettled = history.status === 'absent' || history.status === 'loaded'
  return !isSettled || history.real_predictions < ENOUGH
}

const historyQuery = queryOptions({
  queryKey: HISTORY,
  queryFn: async ({ signal }) => bodyOf(await api.GET('/v1/history', { signal })),
  refetchInterval: ({ state }) =>
    state.data && isUnderWay(state.data) ? REFRESH_MILLISECONDS : false,
})

/** Where loading or removing stands; what else is shown is read again when it ends. */
export function useHistory({ enabled = true, onEnd }: { enabled?: boolean; onEnd?: OnEnd } = {}) {
  const history = useQuery({ ...historyQuery, enabled })
  const queryClient = useQueryClient()
  const before = useRef<HistoryState['status'] | null>(null)
  const status = history.data?.status ?? null
  useEffect(() => {
    const ended = before.current !== null && UNDER_WAY.includes(before.current)
    before.current = status
    if (!ended || status === null || UNDER_WAY.includes(status)) return
    void queryClient.invalidateQueries()
    onEnd?.(status)
  }, [status, queryClient, onEnd])
  return history
}

type OnEnd = (status: HistoryState['status']) => void

export function useLoadHistory() {
  return useChange(() => api.POST('/v1/history', { body: { reason: REASON } }).then(bodyOf))
}

export function useRemoveHistory() {
  return useChange(() => api.DELETE('/v1/history').then(bodyOf))
}

function useChange(mutationFn: () => Promise<HistoryState>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: (state) => {
      queryClient.setQueryData(HISTORY, state)
    },
    onError: () => queryClient.invalidateQueries({ queryKey: HISTORY }),
  })
}
