import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'

import type { FeedEntry } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { MoreButton } from '@/components/ui/MoreButton'
import { useActorName } from '@/components/ui/useActorName'
import { groupedByDay } from '@/lib/days'
import { useLocale } from '@/lib/i18n/useLocale'

import { useFeed } from '../queries/feed'
import classes from './Dashboard.module.css'

/** Retrainings, promotions, rollbacks and incidents, with who did it and why. */
export function FeedPanel({ model }: { model: string | undefined }) {
  const { t, format } = useLocale()
  const feed = useFeed(model)
  const entries = feed.data?.pages.flatMap((page) => page.entries) ?? []
  return (
    <div>
      {feed.isPending && <Loading height={240} />}
      {feed.isError && (
        <ErrorState
          error={feed.error}
          title={t('dashboard.feedFailed')}
          onRetry={() => void feed.refetch()}
        />
      )}
      {feed.isSuccess && entries.length === 0 && <Text c="dimmed">{t('dashboard.noNews')}</Text>}
      {groupedByDay(entries, format.date).map((day) => (
        <section key={day.title} aria-label={day.title}>
          <h3 className={classes.day}>{day.title}</h3>
          <ol className={classes.feed}>
            {day.entries.map((entry) => (
              <Event key={`${entry.model ?? ''} ${entry.id}`} entry={entry} />
            ))}
          </ol>
        </section>
      ))}
      <MoreButton list={feed} />
    </div>
  )
}

function Event({ entry }: { entry: FeedEntry }) {
  const { text, format } = useLocale()
  const actorName = useActorName()
  const { kind, actor, reason, model } = entry
  return (
    <li className={classes.event} data-kind={kind}>
      <p className={classes.what}>{text(entry.title, entry.event)}</p>
      {reason && (
        // People write in their own language, Farol in English.
        <p lang={actor?.startsWith('person:') ? undefined : 'en'}>{reason}</p>
      )}
      <p className={classes.aside}>
        {model && (
          <>
            <Link to="/models/$model/timeline" params={{ model }} className={classes.plainLink}>
              {text(entry.model_title ?? undefined, model)}
            </Link>
            {' · '}
          </>
        )}
        {[actor ? actorName(actor) : null, format.time(entry.at)].filter(Boolean).join(' · ')}
      </p>
    </li>
  )
}
