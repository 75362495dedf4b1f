import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { Invitation, PersonChange } from '@/api/types'

const PEOPLE = ['people']
const MOST_NAMES = 200

/** By name, a page at a time; those whose name has `search` in it. */
export function usePeople(search: string) {
  return useInfiniteQuery({
    queryKey: [...PEOPLE, search],
    queryFn: async ({ pageParam, signal }) =>
      bodyOf(
        await api.GET('/v1/people', {
          params: { query: { search, ...(pageParam === null ? {} : { after: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_after,
    placeholderData: keepPreviousData,
  })
}

/** For suggestions: the first of them are enough. */
export function usePeoplesNames(): string[] {
  const found = useQuery({
    queryKey: [...PEOPLE, 'names'],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET('/v1/people', { params: { query: { limit: MOST_NAMES } }, signal })),
  })
  return found.data?.people.map(({ name }) => name) ?? []
}

export function useInvite() {
  return useDeed((body: Invitation) => api.POST('/v1/people', { body }).then(bodyOf))
}

export function useChangePerson(name: string) {
  const params = { path: { person: name } }
  return useDeed((body: PersonChange) =>
    api.PATCH('/v1/people/{person}', { params, body }).then(bodyOf),
  )
}

export function useResetPassword(name: string) {
  const params = { path: { person: name } }
  return useDeed((reason: string) =>
    api.POST('/v1/people/{person}/password', { params, body: { reason } }).then(bodyOf),
  )
}

/** Whatever is done to somebody changes the list. */
function useDeed<Order, Result>(mutationFn: (order: Order) => Promise<Result>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: PEOPLE }),
  })
}
