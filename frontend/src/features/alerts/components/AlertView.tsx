import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import type { AlertDetail, AlertEvent } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { Panel } from '@/components/ui/Panel'
import { ProductLink } from '@/components/ui/ProductLink'
import { SeverityBadge } from '@/components/ui/SeverityBadge'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'
import { useNow } from '@/lib/useNow'

import { useAlert } from '../queries/alerts'
import { EVENT_TITLES } from '../words'
import { AlertActions } from './AlertActions'
import { AlertBadges, AlertFacts } from './AlertItem'
import classes from './Alerts.module.css'

interface Props {
  id: number
  /** What the policy decided in the check, and the figures that a rollout's step rests on. */
  evidenceOf: (alert: AlertDetail) => ReactNode
}

/** One alert: what it says, what it rests on, what was done about it, and by whom. */
export function AlertView({ id, evidenceOf }: Props) {
  const { t } = useLocale()
  const alert = useAlert(id)
  if (alert.isPending) return <Loading height={320} />
  if (alert.isError && !alert.data) {
    return (
      <ErrorState
        error={alert.error}
        title={t('alerts.failedOne')}
        onRetry={() => void alert.refetch()}
      />
    )
  }
  const evidence = evidenceOf(alert.data)
  return (
    <>
      <Summary alert={alert.data} />
      <FoundInCheck alert={alert.data} />
      {evidence !== null && <Panel title={t('alerts.evidence')}>{evidence}</Panel>}
      <Panel title={t('alerts.history')}>
        <ol className={classes.events}>
          {alert.data.events.map((event) => (
            <EventItem key={event.id} event={event} />
          ))}
        </ol>
      </Panel>
    </>
  )
}

function Summary({ alert }: { alert: AlertDetail }) {
  const { t } = useLocale()
  const now = useNow()
  return (
    <Panel title={t('alerts.number', { id: alert.id })} aside={<AlertActions alert={alert} />}>
      <AlertBadges alert={alert} />
      <Text fw={580} fz="lg" lang="en">
        {alert.title}
      </Text>
      <Text lang="en" maw={760}>
        {alert.detail}
      </Text>
      <AlertFacts alert={alert} now={now} />
      <div className={classes.links}>
        {alert.path !== '' && (
          <ProductLink path={alert.path} className={classes.link}>
            {t('alerts.toPage')}
          </ProductLink>
        )}
        {alert.model !== null && (
          <Link to="/models/$model" params={{ model: alert.model }} className={classes.link}>
            {t('alerts.toModel', { model: alert.model })}
          </Link>
        )}
        {alert.model !== null && (
          <Link to="/alerts" search={{ model: alert.model, state: 'any' }} className={classes.link}>
            {t('alerts.ofModel', { model: alert.model })}
          </Link>
        )}
      </div>
    </Panel>
  )
}

/** What the newest check with it found. */
function FoundInCheck({ alert }: { alert: AlertDetail }) {
  const { t, format } = useLocale()
  const { check } = alert
  if (check === null) return null
  const found = [
    { title: t('alertKind.drift'), severity: check.drift_severity, reason: check.drift_reason },
    {
      title: t('alertKind.quality'),
      severity: check.quality_severity,
      reason: check.quality_reason,
    },
  ]
  return (
    <Panel
      title={t('alerts.check')}
      lead={t('alerts.checkOf', { time: format.dateTime(check.at), version: check.version })}
    >
      {found.map(({ title, severity, reason }) => (
        <div key={title} style={{ marginBottom: 12 }}>
          <Text component="h3" fw={560} mb={4}>
            {title} <SeverityBadge severity={severity} />
          </Text>
          <Text size="sm" lang="en">
            {reason}
          </Text>
        </div>
      ))}
    </Panel>
  )
}

function EventItem({ event }: { event: AlertEvent }) {
  const { t, format } = useLocale()
  const actorName = useActorName()
  return (
    <li data-kind={event.kind}>
      <Text fw={560} size="sm">
        {t(EVENT_TITLES[event.kind], { channel: event.channel })}
      </Text>
      {event.reason && (
        <Text size="sm" lang={event.actor.startsWith('person:') ? undefined : 'en'}>
          {event.reason}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {actorName(event.actor)} · <time dateTime={event.at}>{format.dateTime(event.at)}</time>
      </Text>
    </li>
  )
}
