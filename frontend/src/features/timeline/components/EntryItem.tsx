import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import type { TimelineEntry, TimelineKind } from '@/api/types'
import { Disclosure } from '@/components/ui/Disclosure'
import { Figures } from '@/components/ui/Figures'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'

import { KIND_ICONS, KIND_TITLES } from '../kinds'
import classes from './TimelinePanel.module.css'

/** The page that tells the whole of it, for the kinds that have one. */
const PAGES = {
  training: { to: '/models/$model/runs', title: 'timeline.seeRuns' },
  rollout: { to: '/models/$model/rollout', title: 'timeline.seeRollout' },
  policy: { to: '/models/$model/policy', title: 'timeline.seePolicy' },
  check: { to: '/models/$model/drift', title: 'timeline.seeDrift' },
  experiment: { to: '/models/$model/experiments', title: 'timeline.seeExperiments' },
  report: { to: '/models/$model/reports', title: 'timeline.seeReports' },
} as const

function pageOf(kind: TimelineKind) {
  return kind in PAGES ? PAGES[kind as keyof typeof PAGES] : null
}

interface Props {
  entry: TimelineEntry
  model: string
  picture: ReactNode
}

export function EntryItem({ entry, model, picture }: Props) {
  const { t, text, format } = useLocale()
  const actorName = useActorName()
  const { kind, actor, reason, evidence } = entry
  const Icon = KIND_ICONS[kind]
  const page = pageOf(kind)
  const title = text(entry.title, entry.event)
  return (
    <li data-kind={kind}>
      <span className={classes.sign}>
        <Icon size={16} stroke={1.8} aria-hidden="true" />
      </span>
      <div className={classes.entry}>
        <Text fw={560} size="sm">
          {title}
        </Text>
        {reason && (
          // People write in their own language, Farol in English.
          <Text size="sm" lang={actor?.startsWith('person:') ? undefined : 'en'}>
            {reason}
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {[t(KIND_TITLES[kind]), actor ? actorName(actor) : null, format.dateTime(entry.at)]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        <div className={classes.more}>
          {evidence && (
            <Disclosure
              label={t('rollouts.evidence')}
              name={t('timeline.evidenceOf', { entry: title })}
            >
              {picture ?? <Figures value={evidence} />}
            </Disclosure>
          )}
          {page && (
            <Link to={page.to} params={{ model }} className={classes.link}>
              {t(page.title)}
            </Link>
          )}
        </div>
      </div>
    </li>
  )
}
