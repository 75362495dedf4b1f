import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { Draft, JobState, Row } from '@/api/types'

import type { DraftDocument } from '../types'

const DRAFTS = ['drafts']
const FINAL_STATES: readonly JobState[] = ['succeeded', 'failed', 'cancelled', 'dead']
const REFRESH_MILLISECONDS = 1000

export function isOver(state: JobState): boolean {
  return FINAL_STATES.includes(state)
}

/** Whether a job of the draft's is still at work. */
export function isBusy({ check_job, trial_job, register_job }: Draft): boolean {
  return [check_job, trial_job, register_job].some((job) => job !== null && !isOver(job.state))
}

export function useDrafts(search: string) {
  return useInfiniteQuery({
    queryKey: [...DRAFTS, 'list', search],
    queryFn: async ({ pageParam, signal }) =>
      bodyOf(
        await api.GET('/v1/drafts', { params: { query: { search, offset: pageParam } }, signal }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next_offset,
    placeholderData: keepPreviousData,
  })
}

export function useDraft(id: string) {
  return useQuery({
    queryKey: [...DRAFTS, id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/v1/drafts/{draft_id}', { params: { path: { draft_id: id } }, signal }),
      ),
    refetchInterval: (query) =>
      query.state.data && isBusy(query.state.data) ? REFRESH_MILLISECONDS : false,
  })
}

export function useStartDraft() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (file: File) =>
      bodyOf(
        await api.POST('/v1/drafts', {
          // The generated type of a binary part is text; the serialiser below sends the file.
          body: { graph: '' },
          bodySerializer: () => {
            const form = new FormData()
            form.append('graph', file)
            return form
          },
        }),
      ),
    onSuccess: (draft) => {
      queryClient.setQueryData([...DRAFTS, draft.id], draft)
      return queryClient.invalidateQueries({ queryKey: [...DRAFTS, 'list'] })
    },
  })
}

/** Whatever is done to a draft answers with the draft as it is then. */
function useDeed<Order>(id: string, ask: (order: Order) => Promise<Draft>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ask,
    onSuccess: (draft) => {
      queryClient.setQueryData([...DRAFTS, id], draft)
      return queryClient.invalidateQueries({ queryKey: [...DRAFTS, 'list'] })
    },
  })
}

interface Change {
  name: string
  document: DraftDocument
  seen_revision: number
}

export function useChangeDraft(id: string) {
  const params = { path: { draft_id: id } }
  return useDeed(id, (body: Change) =>
    api.PUT('/v1/drafts/{draft_id}', { params, body }).then(bodyOf),
  )
}

export function useTryDraft(id: string) {
  const params = { path: { draft_id: id } }
  return useDeed(id, (rows: Row[]) =>
    api.POST('/v1/drafts/{draft_id}/trials', { params, body: { rows } }).then(bodyOf),
  )
}

interface Registration {
  reason: string
  as_new_version: boolean
}

export function useRegisterDraft(id: string) {
  const params = { path: { draft_id: id } }
  return useDeed(id, (body: Registration) =>
    api.POST('/v1/drafts/{draft_id}/register', { params, body }).then(bodyOf),
  )
}

export function useDiscardDraft(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => api.DELETE('/v1/drafts/{draft_id}', { params: { path: { draft_id: id } } }),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: [...DRAFTS, id] })
      return queryClient.invalidateQueries({ queryKey: [...DRAFTS, 'list'] })
    },
  })
}
