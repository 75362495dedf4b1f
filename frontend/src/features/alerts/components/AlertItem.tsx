import { Badge, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'

import type { Alert } from '@/api/types'
import { SeverityBadge } from '@/components/ui/SeverityBadge'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'
import { secondsSince } from '@/lib/useNow'

import { isKind, KIND_TITLES } from '../words'
import { AlertActions } from './AlertActions'
import classes from './Alerts.module.css'
import { AlertStateBadge } from './AlertStateBadge'

export function AlertBadges({ alert }: { alert: Alert }) {
  const { t } = useLocale()
  return (
    <div className={classes.badges}>
      <SeverityBadge severity={alert.severity} />
      <AlertStateBadge state={alert.state} />
      <Badge color="gray" variant="light" tt="none" fw={560}>
        {isKind(alert.kind) ? t(KIND_TITLES[alert.kind]) : alert.kind}
      </Badge>
      {alert.is_replay && (
        <Badge color="beam" variant="light" tt="none" fw={560}>
          {t('alerts.replay')}
        </Badge>
      )}
    </div>
  )
}

/** When it began, how long it has lasted, how often it was seen, and who looks after it. */
export function AlertFacts({ alert, now }: { alert: Alert; now: number }) {
  const { t, format } = useLocale()
  const actorName = useActorName()
  const { acknowledged_by: by, resolved_by: over } = alert
  const age = format.duration(secondsSince(alert.opened_at, now))
  return (
    <div className={classes.facts}>
      {alert.model !== null && <span>{alert.model}</span>}
      <time dateTime={alert.opened_at}>
        {t('alerts.since', { time: format.dateTime(alert.opened_at) })}
      </time>
      {alert.state !== 'resolved' && <span>{t('alerts.lasts', { age })}</span>}
      {alert.repeats > 0 && <span>{t('alerts.repeats', { count: alert.repeats })}</span>}
      {over !== null && <span>{t('alerts.resolvedBy', { name: actorName(over) })}</span>}
      {over === null && by !== null && (
        <span>{t('alerts.acknowledgedBy', { name: actorName(by) })}</span>
      )}
    </div>
  )
}

export function AlertItem({ alert, now }: { alert: Alert; now: number }) {
  return (
    <li>
      <div>
        <AlertBadges alert={alert} />
        {/* Farol writes it, in English. */}
        <h3 className={classes.title} lang="en">
          <Link to="/alerts/$id" params={{ id: String(alert.id) }}>
            {alert.title}
          </Link>
        </h3>
        <Text size="sm" lang="en" lineClamp={2}>
          {alert.detail}
        </Text>
        <AlertFacts alert={alert} now={now} />
      </div>
      <AlertActions alert={alert} />
    </li>
  )
}
