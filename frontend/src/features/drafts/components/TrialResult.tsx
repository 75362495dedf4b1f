import { Alert, Button, Group, Text, TextInput } from '@mantine/core'
import { useState } from 'react'

import type { Row } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'
import type { Localised } from '@/lib/localised'

import type { DraftDocument, TriedRow } from '../types'
import type { Rendering } from './DraftEditor'
import classes from './Drafts.module.css'

interface Props {
  row: Row
  result: TriedRow
  seconds: number
  document: DraftDocument
  rendering: Rendering
  onKeep: (row: Row, title: Localised) => void
}

/** One row's answer as visitors will see it, or why there is none. */
export function TrialResult({ row, result, seconds, document, rendering, onKeep }: Props) {
  const { t, format } = useLocale()
  return (
    <div className={classes.answer}>
      <Text size="xs" c="dimmed" className={classes.row} mb="sm">
        {Object.entries(row)
          .map(([name, value]) => `${name} = ${shown(value)}`)
          .join(', ')}
        {' · '}
        {format.seconds(seconds)}
      </Text>
      {result.prediction ? (
        <>
          {rendering.answer({ document, prediction: result.prediction })}
          <KeepForm row={row} onKeep={onKeep} />
        </>
      ) : (
        <Alert color="buoy" role="alert" title={t('drafts.noAnswer')}>
          {result.error}
        </Alert>
      )}
    </div>
  )
}

const MOST_SHOWN = 60

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text
}

function KeepForm({ row, onKeep }: Pick<Props, 'row' | 'onKeep'>) {
  const { t } = useLocale()
  const [title, setTitle] = useState('')
  const [kept, setKept] = useState(false)
  if (kept) {
    return (
      <Text size="sm" mt="md" role="status">
        {t('drafts.kept')}
      </Text>
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onKeep(row, { en: title.trim() })
        setKept(true)
      }}
    >
      <Group align="end" mt="md">
        <TextInput
          label={t('drafts.exampleTitle')}
          required
          maxLength={100}
          value={title}
          onChange={(event) => {
            setTitle(event.currentTarget.value)
          }}
        />
        <Button type="submit" variant="default" disabled={title.trim() === ''}>
          {t('drafts.keep')}
        </Button>
      </Group>
    </form>
  )
}
