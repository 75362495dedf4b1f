import { Text } from '@mantine/core'

import type { Policy, RolloutDetail } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { awaitedApproval, isOpen, widerWeight } from '../stages'

/** What it waits for, until when, and what comes then. */
export function Outlook({ rollout, policy }: { rollout: RolloutDetail; policy: Policy | null }) {
  const { t, format } = useLocale()
  const next = useNext()(rollout, policy)
  if (!isOpen(rollout.stage)) {
    return (
      <div style={{ flex: '1 1 320px' }}>
        <Text fw={560}>
          {rollout.stage === 'settled' ? t('outlook.serves') : t('outlook.over')}
        </Text>
        <Text size="sm" lang="en">
          {rollout.reason}
        </Text>
      </div>
    )
  }
  return (
    <div style={{ flex: '1 1 320px' }} aria-live="polite">
      <Text size="xs" c="dimmed">
        {t('outlook.waitsFor')}
      </Text>
      <Text fw={560} lang={rollout.waits_for === null ? undefined : 'en'}>
        {rollout.waits_for ?? t('outlook.notLooked')}
      </Text>
      {rollout.waits_until !== null && (
        <Text size="sm">{t('outlook.until', { time: format.dateTime(rollout.waits_until) })}</Text>
      )}
      <Text size="sm" c="dimmed" mt={6}>
        {next}
        {approvalText()}
      </Text>
    </div>
  )

  function approvalText(): string {
    if (rollout.approved) return ` ${t('outlook.approved')}`
    const awaited = policy ? awaitedApproval(rollout, policy) : null
    return awaited && policy?.approvals.includes(awaited) ? ` ${t('outlook.asks')}` : ''
  }
}

function useNext() {
  const { t, format } = useLocale()
  return (rollout: RolloutDetail, policy: Policy | null): string => {
    switch (rollout.stage) {
      case 'proposed':
        return t('outlook.nextGate')
      case 'gated':
        return t('outlook.nextShadow')
      case 'shadow': {
        const first = policy?.canary.steps[0]
        return first
          ? t('outlook.nextCanary', { share: format.percent(first.weight, 0, 1) })
          : t('outlook.nextAny')
      }
      case 'canary': {
        const wider = policy ? widerWeight(rollout, policy) : null
        return wider === null
          ? t('outlook.nextPromotion')
          : t('outlook.nextCanary', { share: format.percent(wider, 0, 1) })
      }
      default:
        return rollout.probation_until === null
          ? t('outlook.nextAny')
          : t('outlook.nextSettled', { time: format.dateTime(rollout.probation_until) })
    }
  }
}
