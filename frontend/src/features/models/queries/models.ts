import { queryOptions, useQuery } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: async ({ signal }) => bodyOf(await api.GET('/v1/models', { signal })).models,
  refetchInterval: 30_000,
})

export function modelQuery(model: string) {
  return queryOptions({
    queryKey: ['models', model],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET('/v1/models/{model}', { params: { path: { model } }, signal })),
  })
}

export const useModels = () => useQuery(modelsQuery)
export const useModel = (model: string) => useQuery(modelQuery(model))
