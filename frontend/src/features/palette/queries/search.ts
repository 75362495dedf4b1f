import { keepPreviousData, useQuery } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'

/** What the server finds by name, for whoever is signed in; nothing before anything is typed. */
export function useSearch(text: string, mayAsk: boolean) {
  return useQuery({
    queryKey: ['search', text],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET('/v1/search', { params: { query: { text } }, signal })).hits,
    enabled: mayAsk && text !== '',
    placeholderData: text === '' ? undefined : keepPreviousData,
  })
}
