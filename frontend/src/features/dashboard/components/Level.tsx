import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconFlame,
} from '@tabler/icons-react'

import type { KpiStatus } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './Level.module.css'

export const LEVEL_NAMES = {
  good: 'kpiLevel.good',
  warning: 'kpiLevel.warning',
  bad: 'kpiLevel.bad',
  unknown: 'kpiLevel.unknown',
} as const

const ICONS = {
  good: IconCircleCheck,
  warning: IconAlertTriangle,
  bad: IconFlame,
  unknown: IconCircleDashed,
}

interface Props {
  level: KpiStatus['level']
  /** Whether its name is shown and not only read out. */
  named?: boolean
}

/** How it stands, by shape and by word as well as by colour. */
export function Level({ level, named = false }: Props) {
  const { t } = useLocale()
  const Icon = ICONS[level]
  return (
    <span className={classes.level} data-level={level}>
      <Icon size={17} stroke={2} aria-hidden="true" />
      <span className={named ? undefined : classes.hidden}>{t(LEVEL_NAMES[level])}</span>
    </span>
  )
}
