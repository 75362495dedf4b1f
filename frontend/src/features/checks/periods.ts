import type { QualityFigure, QualityOverTime, QualityPeriod } from '@/api/types'

export interface Point {
  start: string
  value: number | null
  /** Lower and upper end of the interval. */
  interval: [number, number] | null
  rows: number
  truths: number
  /** Share of the rows whose truth is in; null where nothing was served. */
  coverage: number | null
  versions: number[]
  /** Versions that serve here and did not in the period before. */
  arrived: number[]
}

export function figureOf(period: QualityPeriod, name: string | null): QualityFigure | null {
  return period.quality.figures.find((figure) => figure.name === name) ?? null
}

/** The figures that can be shown over time, the one that stands for the model first. */
export function figureNames({ headline, periods }: QualityOverTime): string[] {
  const names = new Set(
    periods.flatMap(({ quality }) => quality.figures.map((figure) => figure.name)),
  )
  return [...names].sort((one, other) => Number(other === headline) - Number(one === headline))
}

/** One figure over time with what surrounds it. */
export function pointsOf(periods: QualityPeriod[], name: string | null): Point[] {
  return periods.map((period, index) => {
    const figure = figureOf(period, name)
    const before = periods[index - 1]?.versions
    return {
      start: period.start,
      value: figure?.value ?? null,
      interval:
        figure && figure.lower !== null && figure.upper !== null
          ? [figure.lower, figure.upper]
          : null,
      rows: period.quality.rows,
      truths: period.quality.truths,
      coverage: period.quality.truth_coverage,
      versions: period.versions,
      arrived: before ? period.versions.filter((version) => !before.includes(version)) : [],
    }
  })
}
