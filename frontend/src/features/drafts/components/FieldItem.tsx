import { NativeSelect, Switch, TagsInput, TextInput } from '@mantine/core'
import { useState } from 'react'

import { useLocale } from '@/lib/i18n/useLocale'

import { changeField, kindsOf, renameField, setWidget, widgetOf, widgetsOf } from '../document'
import type { DraftDocument, DraftField, WidgetKind } from '../types'
import classes from './Drafts.module.css'
import { MONO } from './mono'
import { OptionalNumber } from './OptionalNumber'
import { TwoLanguages } from './TwoLanguages'

const KINDS = {
  number: 'drafts.kindNumber',
  integer: 'drafts.kindInteger',
  boolean: 'drafts.kindBoolean',
  category: 'drafts.kindCategory',
  text: 'drafts.kindText',
  tensor: 'drafts.kindTensor',
} as const
const WIDGETS = {
  slider: 'drafts.widgetSlider',
  number: 'drafts.widgetNumber',
  select: 'drafts.widgetSelect',
  airport: 'drafts.widgetAirport',
  switch: 'drafts.widgetSwitch',
  text: 'drafts.widgetText',
  canvas: 'drafts.widgetCanvas',
  file: 'drafts.widgetFile',
  time: 'drafts.widgetTime',
  hidden: 'drafts.widgetHidden',
} as const

interface Props {
  field: DraftField
  document: DraftDocument
  edit: (change: (document: DraftDocument) => DraftDocument) => void
}

export function FieldItem({ field, document, edit }: Props) {
  const { t } = useLocale()
  const change = (part: Partial<DraftField>) => {
    edit((current) => changeField(current, field.name, part))
  }
  const kinds = field.kind === 'tensor' ? (['tensor'] as const) : kindsOf(field.datatype)
  return (
    <div className={classes.grid}>
      <FieldName field={field} document={document} edit={edit} />
      <NativeSelect
        label={t('drafts.kind')}
        description={field.datatype}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        data={kinds.map((kind) => ({ value: kind, label: t(KINDS[kind]) }))}
        value={field.kind}
        onChange={(event) => {
          const kind = event.currentTarget.value as DraftField['kind']
          // A category without choices would refuse everything.
          change({ kind, unknown: kind === 'category' ? 'allow' : 'refuse' })
        }}
      />
      <TwoLanguages
        label={t('drafts.fieldTitle')}
        value={field.title}
        onChange={(title) => {
          change({ title })
        }}
      />
      <TwoLanguages
        label={t('drafts.fieldDescription')}
        value={field.description}
        onChange={(description) => {
          change({ description })
        }}
      />
      <Limits field={field} change={change} />
      <NativeSelect
        label={t('drafts.widget')}
        data={[
          { value: '', label: t('drafts.widgetAutomatic') },
          ...widgetsOf(field).map((kind) => ({ value: kind, label: t(WIDGETS[kind]) })),
        ]}
        value={widgetOf(document, field.name) ?? ''}
        onChange={(event) => {
          const kind = event.currentTarget.value
          edit((current) =>
            setWidget(current, field.name, kind === '' ? null : (kind as WidgetKind)),
          )
        }}
      />
      <Switch
        label={t('drafts.nullable')}
        checked={field.nullable}
        onChange={(event) => {
          change({ nullable: event.currentTarget.checked })
        }}
      />
    </div>
  )
}

/** Kept when it is left: half a name is no name, and may be another field's. */
function FieldName({ field, document, edit }: Props) {
  const { t } = useLocale()
  const [typed, setTyped] = useState<string | null>(null)
  const name = (typed ?? field.name).trim()
  const isTaken = name !== field.name && document.schema.fields.some((other) => other.name === name)
  return (
    <TextInput
      label={t('drafts.fieldName')}
      styles={MONO}
      maxLength={200}
      required
      value={typed ?? field.name}
      error={isTaken ? t('drafts.fieldNameTaken') : null}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
      }}
      onBlur={() => {
        if (name !== '' && !isTaken) edit((current) => renameField(current, field.name, name))
        setTyped(null)
      }}
    />
  )
}

interface LimitsProps {
  field: DraftField
  change: (part: Partial<DraftField>) => void
}

/** What may stand in it, as its kind allows. */
function Limits({ field, change }: LimitsProps) {
  const { t } = useLocale()
  if (field.kind === 'number' || field.kind === 'integer') {
    const whole = field.kind === 'integer'
    return (
      <>
        <OptionalNumber
          label={t('drafts.minimum')}
          whole={whole}
          value={field.minimum}
          onChange={(minimum) => {
            change({ minimum })
          }}
        />
        <OptionalNumber
          label={t('drafts.maximum')}
          whole={whole}
          value={field.maximum}
          onChange={(maximum) => {
            change({ maximum })
          }}
        />
        <TextInput
          label={t('drafts.unit')}
          maxLength={40}
          value={field.unit}
          onChange={(event) => {
            change({ unit: event.currentTarget.value })
          }}
        />
      </>
    )
  }
  if (field.kind === 'category') {
    return (
      <>
        <TagsInput
          className={classes.wide}
          label={t('drafts.choices')}
          description={t('drafts.choicesHint')}
          value={field.choices}
          onChange={(choices) => {
            change({ choices })
          }}
        />
        <Switch
          label={t('drafts.unknown')}
          checked={field.unknown === 'allow'}
          onChange={(event) => {
            change({ unknown: event.currentTarget.checked ? 'allow' : 'refuse' })
          }}
        />
      </>
    )
  }
  if (field.kind !== 'text') return null
  return (
    <OptionalNumber
      label={t('drafts.maxLength')}
      whole
      minimum={1}
      value={field.max_length}
      onChange={(length) => {
        if (length !== null) change({ max_length: length })
      }}
    />
  )
}
