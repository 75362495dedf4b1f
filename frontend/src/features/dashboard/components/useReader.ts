import { useMemo } from 'react'

import type { Kpi, KpiBoard, KpiModelPart } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { figureText, type Written } from '../figures'
import { sentence, subjectOf } from '../sentences'

type Board = Pick<KpiBoard, 'currency'> & { kpis: Kpi[] }

/** Numbers and sentences of a board in the reader's language. */
export function useReader(board: Board) {
  const { t, format, text } = useLocale()
  return useMemo(() => {
    const titles = new Map(
      board.kpis.flatMap(({ models }) => models.map(({ model, title }) => [model, title] as const)),
    )
    const titleOf = (model: string) => text(titles.get(model), model) || model
    return {
      titleOf,
      subject: (kpi: Kpi, part?: KpiModelPart | null) => subjectOf(kpi, board.currency, part),
      sentence: (kpi: Kpi, part?: KpiModelPart | null) =>
        sentence(subjectOf(kpi, board.currency, part), { t, format, titleOf }),
      write: (value: number | null, written: Written) =>
        value === null ? '–' : figureText(value, written, format),
    }
  }, [board, t, format, text])
}

export type BoardReader = ReturnType<typeof useReader>
