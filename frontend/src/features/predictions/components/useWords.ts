import { useMemo } from 'react'

import type { ModelDetail } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

/** What is needed to put a model's answers into words of the reader's language. */
export function useWords(model: Pick<ModelDetail, 'schema' | 'presentation'>) {
  const { text, format } = useLocale()
  return useMemo(
    () => ({ schema: model.schema, presentation: model.presentation, text, format }),
    [model.schema, model.presentation, text, format],
  )
}
