import { useQuery } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'

import type { CallExample } from '../call'

/** A row as long as a picture's would hide the rest of the call. */
const MOST_CHARACTERS = 600

/** A model that is served, with a row short enough to be read; null where there is none. */
export function useCallExample() {
  return useQuery({
    queryKey: ['call-example'],
    queryFn: async ({ signal }): Promise<CallExample | null> => {
      const { models } = bodyOf(await api.GET('/v1/models', { signal }))
      for (const { name } of models.filter(({ champion }) => champion !== null)) {
        const params = { path: { model: name } }
        const found = bodyOf(await api.GET('/v1/models/{model}', { params, signal })).examples[0]
        if (found && JSON.stringify(found.row).length <= MOST_CHARACTERS)
          return { model: name, row: found.row, truth: found.truth }
      }
      return null
    },
    staleTime: Infinity,
  })
}
