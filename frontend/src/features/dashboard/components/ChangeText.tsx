import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react'

import { useLocale } from '@/lib/i18n/useLocale'

import { type Change } from '../figures'
import classes from './ChangeText.module.css'

/** A change with its sign, its arrow, and whether that is for the better. */
export function ChangeText({ change }: { change: Change }) {
  const { t, format } = useLocale()
  const { by, isShare, direction } = change
  if (by === null) return null
  if (by === 0) return <span className={classes.change}>{t('dashboard.unchanged')}</span>
  const text = isShare
    ? t('dashboard.points', { points: format.signed(by * 100) })
    : format.signedPercent(by)
  const Icon = by > 0 ? IconArrowUpRight : IconArrowDownRight
  return (
    <span className={classes.change} data-direction={direction}>
      <Icon size={15} stroke={2} aria-hidden="true" />
      {text}
    </span>
  )
}
