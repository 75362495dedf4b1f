import { Text, UnstyledButton } from '@mantine/core'

import type { AuditEntry } from '@/api/types'
import { CodeBlock } from '@/components/ui/CodeBlock'
import { Disclosure } from '@/components/ui/Disclosure'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'

import { actionWords } from '../actions'
import { differences } from '../difference'
import type { AuditFilters } from '../filters'
import classes from './Audit.module.css'
import { DifferenceList } from './DifferenceList'
import { useSubjectName } from './useSubjectName'

interface Props {
  entry: AuditEntry
  /** To see what else the same did, or what else was done to the same. */
  onNarrow: (filters: AuditFilters) => void
}

export function AuditEntryItem({ entry, onNarrow }: Props) {
  const { t, format } = useLocale()
  const subjectName = useSubjectName()
  const words = actionWords(entry.action)
  const title = words ? t(words) : entry.action
  return (
    <li>
      <div className={classes.head}>
        <Text fw={600} component="h4">
          {title}
        </Text>
        <Narrow
          name={t('audit.onlyAbout', { subject: subjectName(entry.subject) })}
          onClick={() => {
            onNarrow({ subject: entry.subject })
          }}
        >
          {subjectName(entry.subject)}
        </Narrow>
        <time dateTime={entry.at} className={classes.time}>
          {format.time(entry.at)}
        </time>
      </div>
      {entry.reason && (
        <Text size="sm" lang={isWrittenByFarol(entry) ? 'en' : undefined}>
          {entry.reason}
        </Text>
      )}
      <DifferenceList changes={differences(entry.before, entry.after)} />
      <Origin entry={entry} onNarrow={onNarrow} />
      <Disclosure label={t('audit.raw')} name={t('audit.rawOf', { title, id: entry.id })}>
        <CodeBlock code={JSON.stringify(entry, null, 2)} />
      </Disclosure>
    </li>
  )
}

/** People write in their own language, Farol in English: also of somebody's sign-in. */
function isWrittenByFarol({ actor, action }: AuditEntry): boolean {
  return !actor.startsWith('person:') || action === 'person.sign_in'
}

/** By whom, and in which request. */
function Origin({ entry, onNarrow }: Props) {
  const { t } = useLocale()
  const actorName = useActorName()
  const who = actorName(entry.actor)
  return (
    <Text size="sm" c="dimmed" component="p" className={classes.origin}>
      <span>
        {t('audit.by')}{' '}
        <Narrow
          name={t('audit.onlyBy', { actor: who })}
          onClick={() => {
            onNarrow({ actor: entry.actor })
          }}
        >
          {who}
        </Narrow>
      </span>
      {entry.address && <span>{t('audit.fromAddress', { address: entry.address })}</span>}
      {entry.request_id && (
        <span>
          {t('error.requestId')} <span className="mono">{entry.request_id}</span>
        </span>
      )}
    </Text>
  )
}

interface NarrowProps {
  name: string
  onClick: () => void
  children: string
}

function Narrow({ name, onClick, children }: NarrowProps) {
  return (
    <UnstyledButton className={classes.narrow} aria-label={name} title={name} onClick={onClick}>
      {children}
    </UnstyledButton>
  )
}
