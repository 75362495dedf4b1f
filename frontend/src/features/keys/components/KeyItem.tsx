import { Anchor, Badge, Button, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'

import type { ApiKey } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { SCOPE_NAMES } from '../scopes'
import { daysLeft, STATE_COLOURS, STATE_NAMES } from '../states'
import classes from './Keys.module.css'

interface Props {
  apiKey: ApiKey
  now: Date
  showOwner: boolean
  /** Only an administrator may read the audit. */
  showHistory: boolean
  onRevoke: () => void
}

export function KeyItem({ apiKey: key, now, showOwner, showHistory, onRevoke }: Props) {
  const { t } = useLocale()
  const soon = daysLeft(key, now)
  return (
    <li className={classes.item}>
      <div>
        <div className={classes.name}>
          <Text fw={600}>{key.name}</Text>
          <Badge color={STATE_COLOURS[key.state]} variant="light" tt="none" fw={560}>
            {t(STATE_NAMES[key.state])}
          </Badge>
          {soon !== null && (
            <Badge color="beam" variant="light" tt="none" fw={560}>
              {t('keys.expiresSoon', { count: soon })}
            </Badge>
          )}
        </div>
        <Text size="sm" c="dimmed">
          <span className="mono">farol_{key.prefix}_…</span>
        </Text>
        <Scopes of={key} />
      </div>
      <KeyFacts of={key} showOwner={showOwner} />
      <div>
        {key.state !== 'revoked' && (
          <Button
            variant="default"
            size="sm"
            aria-label={t('keys.revokeOf', { name: key.name })}
            onClick={onRevoke}
          >
            {t('keys.revoke')}
          </Button>
        )}
        {showHistory && (
          <Text size="sm" mt={6}>
            <Anchor
              inherit
              renderRoot={(props) => (
                <Link {...props} to="/audit" search={{ subject: `api_key:${key.prefix}` }} />
              )}
              aria-label={t('keys.historyOf', { name: key.name })}
            >
              {t('keys.history')}
            </Anchor>
          </Text>
        )}
      </div>
    </li>
  )
}

function Scopes({ of: key }: { of: ApiKey }) {
  const { t } = useLocale()
  const lost = key.scopes.filter((scope) => !key.effective_scopes.includes(scope))
  return (
    <>
      <ul className={classes.scopes} aria-label={t('keys.scopes')}>
        {key.scopes.map((scope) => (
          <li key={scope}>
            <Badge
              variant="default"
              tt="none"
              fw={520}
              className={lost.includes(scope) ? classes.unusable : undefined}
            >
              {t(SCOPE_NAMES[scope])}
            </Badge>
          </li>
        ))}
      </ul>
      {lost.length > 0 && (
        <Text size="xs" c="dimmed" mt={4}>
          {t('keys.lostScopes', { owner: key.owner })}
        </Text>
      )}
    </>
  )
}

function KeyFacts({ of: key, showOwner }: { of: ApiKey; showOwner: boolean }) {
  const { t, format } = useLocale()
  const used = key.last_used_at && {
    time: format.dateTime(key.last_used_at),
    address: key.last_used_address ?? '–',
  }
  return (
    <dl className={classes.facts}>
      {showOwner && (
        <>
          <dt>{t('keys.owner')}</dt>
          <dd>{key.owner}</dd>
        </>
      )}
      <dt>{t('keys.lastUsed')}</dt>
      <dd>{used ? t('keys.usedFrom', used) : t('keys.neverUsed')}</dd>
      <dt>{t('keys.expires')}</dt>
      <dd>{key.expires_at ? format.date(key.expires_at) : t('keys.never')}</dd>
      <dt>{t('keys.limit')}</dt>
      <dd>
        {key.requests_per_minute === null
          ? t('keys.noLimit')
          : t('keys.perMinute', {
              count: key.requests_per_minute,
              formatted: format.integer(key.requests_per_minute),
            })}
      </dd>
      <dt>{t('keys.madeOn')}</dt>
      <dd>{format.date(key.created_at)}</dd>
    </dl>
  )
}
