import { useState } from 'react'
import { Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'

import { useLocale } from '@/lib/i18n/useLocale'

import type { Change } from '../difference'
import { FIELD_WORDS } from '../fields'
import classes from './Audit.module.css'
import { useValueText } from './useValueText'

const SHOWN_AT_ONCE = 8

/** What was, and what became of it, a figure a line. */
export function DifferenceList({ changes }: { changes: readonly Change[] }) {
  const { t } = useLocale()
  const [all, setAll] = useState(false)
  if (changes.length === 0) return null
  const shown = all ? changes : changes.slice(0, SHOWN_AT_ONCE)
  const hidden = changes.length - shown.length
  return (
    <>
      <dl className={classes.changes}>
        {shown.map((change) => (
          <div key={change.path.join('.')} data-kind={change.kind}>
            <dt>
              <FieldName path={change.path} />
            </dt>
            <dd>
              <ChangedValue change={change} />
            </dd>
          </div>
        ))}
      </dl>
      {hidden > 0 && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            setAll(true)
          }}
        >
          {t('audit.moreChanges', { count: hidden })}
        </Button>
      )}
    </>
  )
}

function FieldName({ path }: { path: readonly string[] }) {
  const { t } = useLocale()
  return path.map((name, index) => {
    const words = FIELD_WORDS[name]
    // Parts of a list are counted from one by people.
    const fallback = /^\d+$/.test(name) ? String(Number(name) + 1) : name.replaceAll('_', ' ')
    return (
      <span key={index} lang={words ? undefined : 'en'}>
        {index > 0 && ' › '}
        {words ? t(words) : fallback}
      </span>
    )
  })
}

function ChangedValue({ change }: { change: Change }) {
  const { t } = useLocale()
  const valueText = useValueText(change.path.at(-1) ?? '')
  const { kind, before, after } = change
  if (kind === 'added' || kind === 'same') return valueText(after)
  return (
    <>
      <span className={classes.hidden}>{t('audit.before')} </span>
      <del>{valueText(before)}</del>{' '}
      <IconArrowRight size={13} aria-hidden="true" className={classes.arrow} />{' '}
      <span className={classes.hidden}>{t('audit.after')} </span>
      <ins>{kind === 'removed' ? t('audit.nothing') : valueText(after)}</ins>
    </>
  )
}
