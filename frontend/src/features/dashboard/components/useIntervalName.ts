import type { KpiPoint } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { type Interval, daysLater } from '../search'

/** A day by its date, a week by its first and last day, a month by its name. */
export function useIntervalName(interval: Interval) {
  const { t, format } = useLocale()
  return ({ at, end }: Pick<KpiPoint, 'at' | 'end'>) => {
    if (interval === 'month') return format.month(at)
    if (interval === 'day') return format.shortDay(at)
    const last = daysLater(end, -1)
    if (at === last) return format.shortDay(at)
    return t('dashboard.span', { from: format.shortDay(at), to: format.shortDay(last) })
  }
}
