import { createContext, useContext } from 'react'

import type { ModelDetail } from '@/api/types'

export const ModelContext = createContext<ModelDetail | null>(null)

/** The model whose page this is; only for what stands inside ModelRoute. */
export function useCurrentModel(): ModelDetail {
  const model = useContext(ModelContext)
  if (model === null) throw new Error('There is no model outside of its page')
  return model
}
