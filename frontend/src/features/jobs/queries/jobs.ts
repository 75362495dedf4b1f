import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'

import { type JobFilters, queryOf } from '../filters'

const JOBS = ['jobs']
const REFRESH_MILLISECONDS = 3000

/** Newest first, a page at a time. */
export function useJobs(filters: JobFilters) {
  const query = queryOf(filters)
  return useInfiniteQuery({
    queryKey: [...JOBS, 'list', query],
    queryFn: async ({ pageParam, signal }) =>
      bodyOf(
        await api.GET('/v1/jobs', {
          params: { query: { ...query, ...(pageParam === null ? {} : { before_id: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next_before_id,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MILLISECONDS,
  })
}

export function useQueues() {
  return useQuery({
    queryKey: [...JOBS, 'queues'],
    queryFn: async ({ signal }) => bodyOf(await api.GET('/v1/jobs/queues', { signal })).queues,
    refetchInterval: REFRESH_MILLISECONDS,
  })
}

export function useJob(id: number) {
  return useQuery(
    queryOptions({
      queryKey: [...JOBS, 'one', id],
      queryFn: async ({ signal }) =>
        bodyOf(await api.GET('/v1/jobs/{job_id}', { params: { path: { job_id: id } }, signal })),
      refetchInterval: REFRESH_MILLISECONDS,
    }),
  )
}

export function useRetry(id: number) {
  return useDeed((reason: string) =>
    api
      .POST('/v1/jobs/{job_id}/retry', { params: { path: { job_id: id } }, body: { reason } })
      .then(bodyOf),
  )
}

export function useCancel(id: number) {
  return useDeed((reason: string) =>
    api
      .POST('/v1/jobs/{job_id}/cancel', { params: { path: { job_id: id } }, body: { reason } })
      .then(bodyOf),
  )
}

/** Whatever is done to a job, or was done by somebody quicker, is seen at once. */
function useDeed<Result>(mutationFn: (reason: string) => Promise<Result>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all(
        [JOBS, ['training-runs'], ['overview']].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  })
}
