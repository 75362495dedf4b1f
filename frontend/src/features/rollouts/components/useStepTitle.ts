import type { RolloutTransition } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

const TITLES = {
  propose: 'step.propose',
  'clear the gate': 'step.clearGate',
  'start shadow': 'step.startShadow',
  'start canary': 'step.startCanary',
  widen: 'step.widen',
  promote: 'step.promote',
  'promote now': 'step.promoteNow',
  settle: 'step.settle',
  supersede: 'step.supersede',
  restore: 'step.restore',
  'roll back': 'step.rollBack',
  reject: 'step.reject',
  abort: 'step.abort',
  approve: 'step.approve',
  pause: 'step.pause',
  resume: 'step.resume',
} as const

/** What a step did, in the reader's language. */
export function useStepTitle() {
  const { t, format } = useLocale()
  return ({ step, weight }: RolloutTransition): string => {
    if (!(step in TITLES)) return step
    return t(TITLES[step as keyof typeof TITLES], { share: format.percent(weight, 0, 1) })
  }
}
