import { useQuery } from '@tanstack/react-query'

import { type Asked } from '../search'
import { boardQuery } from './kpis'

const REFRESH_MS = 30_000

/** As the dashboard's, asked for anew for ever; what came last stays while nothing newer comes. */
export function useWallBoard(asked: Asked) {
  return useQuery({
    ...boardQuery(asked),
    refetchInterval: REFRESH_MS,
    refetchIntervalInBackground: true,
    // A browser that thinks itself offline would else stop asking without saying so.
    networkMode: 'always',
    retry: false,
    gcTime: Infinity,
  })
}
