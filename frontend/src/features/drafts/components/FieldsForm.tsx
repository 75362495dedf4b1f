import { Button, Group, Text, Textarea } from '@mantine/core'
import { useState } from 'react'

import { Disclosure } from '@/components/ui/Disclosure'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { renameAll } from '../document'
import type { DraftDocument } from '../types'
import classes from './Drafts.module.css'
import { MONO } from './mono'
import { FieldItem } from './FieldItem'

type Edit = (change: (document: DraftDocument) => DraftDocument) => void

/** What callers send: every field's name, meaning, limits and words. */
export function FieldsForm({ document, edit }: { document: DraftDocument; edit: Edit }) {
  const { t } = useLocale()
  const { fields } = document.schema
  return (
    <Panel title={t('drafts.stepFields')} lead={t('drafts.fieldsLead')}>
      {fields.length > 1 && (
        <Disclosure label={t('drafts.renameAll')}>
          <RenameAll document={document} edit={edit} />
        </Disclosure>
      )}
      {fields.map((field, index) => (
        // By its place: a field that is being renamed stays the one that is open.
        <div key={index} className={classes.field}>
          <Disclosure
            label={field.name}
            name={t('drafts.editField', { name: field.name })}
            initiallyOpen={fields.length === 1}
          >
            <FieldItem field={field} document={document} edit={edit} />
          </Disclosure>
          <FieldLine document={document} index={index} />
        </div>
      ))}
    </Panel>
  )
}

/** A field in a line, for when it is closed. */
function FieldLine({ document, index }: { document: DraftDocument; index: number }) {
  const { format, text } = useLocale()
  const field = document.schema.fields[index]
  if (!field) return null
  const { minimum, maximum } = field
  const limits =
    minimum !== null && maximum !== null
      ? `${format.number(minimum)} – ${format.number(maximum)}`
      : ''
  const parts = [
    text(field.title, field.name),
    field.datatype,
    field.shape.join(' × '),
    limits,
    field.unit,
    field.choices.slice(0, 5).join(', '),
  ]
  return (
    <Text size="xs" c="dimmed" pl={22}>
      {parts.filter((part) => part !== '').join(' · ')}
    </Text>
  )
}

function RenameAll({ document, edit }: { document: DraftDocument; edit: Edit }) {
  const { t } = useLocale()
  const { fields } = document.schema
  const [typed, setTyped] = useState('')
  const names = typed
    .split(/[,;\t\n]/)
    .map((name) => name.trim().replace(/^"|"$/g, ''))
    .filter((name) => name !== '')
  const renamed = names.length > 0 ? renameAll(document, names) : null
  return (
    <>
      <Textarea
        label={t('drafts.names')}
        description={t('drafts.namesHint', { count: fields.length })}
        error={
          names.length > 0 && !renamed
            ? t('drafts.namesWrong', { count: fields.length, given: names.length })
            : null
        }
        autosize
        minRows={2}
        styles={MONO}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
        }}
      />
      <Group mt="sm" mb="md">
        <Button
          variant="default"
          disabled={!renamed}
          onClick={() => {
            edit((current) => renameAll(current, names) ?? current)
            setTyped('')
          }}
        >
          {t('drafts.rename')}
        </Button>
      </Group>
    </>
  )
}
