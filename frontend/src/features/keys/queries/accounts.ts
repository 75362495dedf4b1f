import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import type { Person } from '@/api/types'

/** With the people, so that what is done to either is seen in both lists. */
const ACCOUNTS = ['people', 'service-accounts']
const KEYS = ['api-keys']

/** Accounts of programs, by name, a page at a time. */
export function useAccounts(search: string, enabled = true) {
  return useInfiniteQuery({
    queryKey: [...ACCOUNTS, search],
    queryFn: async ({ pageParam, signal }) => {
      const query = { search, service: true, ...(pageParam === null ? {} : { after: pageParam }) }
      return bodyOf(await api.GET('/v1/people', { params: { query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_after,
    placeholderData: keepPreviousData,
    enabled,
  })
}

interface NewAccount {
  name: string
  role: Person['role']
  reason: string
}

export function useMakeAccount() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (body: NewAccount) =>
      bodyOf(await api.POST('/v1/service-accounts', { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['people'] }),
  })
}

/** Its keys are of no use while it is disabled. */
export function useAdmitAccount(name: string) {
  const queryClient = useQueryClient()
  const params = { path: { person: name } }
  return useMutation({
    mutationFn: async (body: { disabled: boolean; reason: string }) =>
      bodyOf(await api.PATCH('/v1/people/{person}', { params, body })),
    onSuccess: () =>
      Promise.all(
        [['people'], KEYS].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ),
  })
}
