import type { Kpi, KpiBoard, KpiModelPart } from '@/api/types'

export type Question = 'working' | 'worth' | 'wrong'

/** Which of the dashboard's questions a number answers. */
export function questionOf({ slug, leads_to }: Pick<Kpi, 'slug' | 'leads_to'>): Question {
  if (leads_to === 'alerts') return 'wrong'
  if (leads_to === 'cost' || leads_to === 'value' || slug === 'satisfaction') return 'worth'
  return 'working'
}

export function kpisOf(board: KpiBoard, question: Question): Kpi[] {
  return shownOf(board).filter((kpi) => questionOf(kpi) === question)
}

/** All of them; of a replay those that can have a meaning: nobody was served, so that nothing was
 * paid for, and nobody was asked whether an answer was good. */
export function shownOf({ kpis, replay }: Pick<KpiBoard, 'kpis' | 'replay'>): Kpi[] {
  if (replay === null) return kpis
  return kpis.filter(
    ({ slug, leads_to: leadsTo, figure }) =>
      leadsTo !== 'cost' && (slug !== 'satisfaction' || figure.value !== null),
  )
}

/** Something that is not as it should be: a number, or one model's part of it. */
export interface Trouble {
  kpi: Kpi
  part: KpiModelPart | null
  level: 'warning' | 'bad'
}

const isTrouble = (level: string): level is Trouble['level'] =>
  level === 'warning' || level === 'bad'

/** The worst first. Where models are to blame, they are named instead of their sum. */
export function troubles(board: KpiBoard): Trouble[] {
  const found = board.kpis.flatMap((kpi): Trouble[] => {
    const level = kpi.status.level
    if (!isTrouble(level)) return []
    const parts = kpi.models.flatMap((part) =>
      part.model !== '' && isTrouble(part.status.level)
        ? [{ kpi, part, level: part.status.level }]
        : [],
    )
    return board.model === null && parts.length > 0 ? parts : [{ kpi, part: null, level }]
  })
  return [
    ...found.filter(({ level }) => level === 'bad'),
    ...found.filter(({ level }) => level !== 'bad'),
  ]
}

/** The course of a number, without an interval that is not over where its sum would look small. */
export function courseOf(kpi: Pick<Kpi, 'adds_up'>, series: Kpi['series'], asOf: string) {
  const last = series.at(-1)
  const goesOn = last !== undefined && Date.parse(last.end) > Date.parse(asOf)
  return series.map((point) =>
    kpi.adds_up === 'sum' && goesOn && point === last ? null : point.value,
  )
}

/** The share of the period's predictions that came from a history that was played again. */
export function replayedShare({ sources }: Pick<KpiBoard, 'sources'>): number {
  const rows = (of: typeof sources) => of.reduce((sum, source) => sum + source.rows, 0)
  const all = rows(sources)
  return all === 0 ? 0 : rows(sources.filter(({ source }) => source === 'replay')) / all
}
