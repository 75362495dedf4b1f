import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'

import type { Check } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './Decision.module.css'

const REPAIRS = {
  retrain: 'checks.retrains',
  recalibrate: 'checks.recalibrates',
} as const

/** What the policy made of a check: a repair, or a wait, and why. */
export function Decision({ check }: { check: Check }) {
  const { t, format } = useLocale()
  return (
    <div className={classes.decision}>
      <Text size="xs" c="dimmed">
        {t('checks.decision')}
      </Text>
      <Text fw={560}>{check.repair === null ? t('checks.waits') : t(REPAIRS[check.repair])}</Text>
      <Text size="sm">
        {check.repair === null ? t('checks.waitsFor') : t('checks.because')}{' '}
        <span lang="en">{check.reason}</span>
      </Text>
      {check.waits_until !== null && (
        <Text size="sm">{t('checks.until', { time: format.dateTime(check.waits_until) })}</Text>
      )}
      {check.training_run_id !== null && (
        <Link to="/training-runs/$id" params={{ id: String(check.training_run_id) }}>
          {t('training.run', { id: check.training_run_id })}
        </Link>
      )}
    </div>
  )
}
