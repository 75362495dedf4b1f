import type { Approval, CanaryStep, Policy } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { GROUPS, type Unit } from '../fields'
import { parameterLines } from '../parameters'

const UNITS: ReadonlyMap<string, Unit> = new Map(
  GROUPS.flatMap(({ settings }) =>
    settings.flatMap((setting) =>
      setting.kind === 'number' ? [[setting.path, setting.unit]] : [],
    ),
  ),
)
type Demand = Policy['shadow']['demand']

const DEMANDS = {
  no_harm: 'setting.noHarm',
  not_worse: 'setting.notWorse',
  better: 'setting.better',
} as const
const STAGES = {
  shadow: 'setting.beforeShadow',
  canary: 'setting.beforeCanary',
  promotion: 'setting.beforePromotion',
} as const
/** Policies know shares down to a hundredth of a percent. */
const PERCENT_DIGITS = 2

/** The value of any setting as the reader's language writes it. */
export function useSettingText() {
  const { t, format } = useLocale()

  function numberText(value: number, unit: Unit): string {
    if (unit === 'percent') return format.percent(value, 0, PERCENT_DIGITS)
    if (unit === 'ratio') return `${format.number(value)} ×`
    if (unit === 'plain') return format.number(value)
    const units = { days: t('unit.days'), hours: t('unit.hours'), rows: t('unit.rows') }
    return `${format.number(value)} ${units[unit]}`
  }

  return (path: string, value: unknown): string => {
    if (value === null || value === undefined) return t('policy.off')
    if (typeof value === 'boolean') return value ? t('form.yes') : t('form.no')
    if (typeof value === 'number') return numberText(value, UNITS.get(path) ?? 'plain')
    if (path === 'shadow.demand') return t(DEMANDS[value as Demand])
    if (path === 'approvals') {
      const stages = (value as Approval[]).map((stage) => t(STAGES[stage]))
      return stages.length > 0 ? stages.join(', ') : t('setting.noApprovals')
    }
    if (path === 'retraining.parameters') {
      const lines = parameterLines(value as Policy['retraining']['parameters'])
      return lines.length > 0 ? lines.join(', ') : t('training.defaults')
    }
    return (value as CanaryStep[])
      .map((step) =>
        t('setting.stepText', {
          weight: numberText(step.weight, 'percent'),
          rows: format.integer(step.min_rows),
          hours: format.number(step.min_hours),
        }),
      )
      .join('; ')
  }
}
