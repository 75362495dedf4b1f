import { SegmentedControl, Input, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { useId } from 'react'

import { NumberBox } from '@/components/ui/NumberBox'
import { useLocale } from '@/lib/i18n/useLocale'

import type { WidgetProps } from './types'
import { useFieldWords } from './useFieldWords'

const SEARCHABLE_FROM = 8
/** Few short options are all shown at once. */
const SEGMENTS_AT_MOST = 4
const SEGMENT_CHARACTERS = 34

export function NumberWidget({ formField, value, onChange, error }: WidgetProps) {
  const { t } = useLocale()
  const { label, description, placeholder, unit } = useFieldWords(formField)
  const { field } = formField
  return (
    <NumberBox
      label={label}
      description={description}
      placeholder={placeholder ?? (field.nullable ? t('form.unknown') : undefined)}
      error={error}
      value={typeof value === 'number' ? value : null}
      onChange={onChange}
      min={field.minimum ?? undefined}
      max={field.maximum ?? undefined}
      step={formField.step ?? 1}
      allowDecimal={field.kind === 'number'}
      suffix={unit ? ` ${unit}` : undefined}
      required={!field.nullable}
      withAsterisk={false}
    />
  )
}

export function SelectWidget({ formField, value, onChange, error }: WidgetProps) {
  const { t, text } = useLocale()
  const { label, description, placeholder } = useFieldWords(formField)
  const labelId = useId()
  const data = formField.options.map((option) => ({
    value: option.value,
    label: text(option.label, option.value),
  }))
  const characters = data.reduce((sum, option) => sum + option.label.length, 0)
  const chosen = typeof value === 'string' ? value : null
  if (
    data.length <= SEGMENTS_AT_MOST &&
    characters <= SEGMENT_CHARACTERS &&
    !formField.field.nullable
  ) {
    return (
      <Input.Wrapper
        label={label}
        description={description}
        error={error}
        labelElement="div"
        labelProps={{ id: labelId }}
      >
        <SegmentedControl
          fullWidth
          data={data}
          value={chosen ?? ''}
          onChange={onChange}
          aria-labelledby={labelId}
        />
      </Input.Wrapper>
    )
  }
  return (
    <Select
      label={label}
      description={description}
      placeholder={placeholder ?? (formField.field.nullable ? t('form.unknown') : undefined)}
      error={error}
      data={data}
      value={chosen}
      onChange={onChange}
      searchable={data.length >= SEARCHABLE_FROM}
      nothingFoundMessage={t('form.nothingFound')}
      clearable={formField.field.nullable}
      allowDeselect={formField.field.nullable}
      maxDropdownHeight={280}
    />
  )
}

export function SwitchWidget({ formField, value, onChange, error }: WidgetProps) {
  const { label, description } = useFieldWords(formField)
  return (
    <Switch
      label={label}
      description={description}
      error={error}
      checked={value === true}
      onChange={(event) => {
        onChange(event.currentTarget.checked)
      }}
    />
  )
}

/** A text to judge gets a large area; any other open text one line. */
export function TextWidget({ formField, value, onChange, error }: WidgetProps) {
  const { label, description, placeholder } = useFieldWords(formField)
  const shared = {
    label,
    description,
    placeholder,
    error,
    value: typeof value === 'string' ? value : '',
    maxLength: formField.field.max_length,
  }
  if (formField.field.kind !== 'text') {
    return (
      <TextInput
        {...shared}
        onChange={(event) => {
          onChange(event.currentTarget.value)
        }}
      />
    )
  }
  return (
    <Textarea
      {...shared}
      autosize
      minRows={4}
      maxRows={14}
      size="md"
      onChange={(event) => {
        onChange(event.currentTarget.value)
      }}
    />
  )
}

const MINUTES_PER_HOUR = 60

export function clockFromMinutes(minutes: number): string {
  const hour = Math.floor(minutes / MINUTES_PER_HOUR)
  return `${String(hour).padStart(2, '0')}:${String(Math.round(minutes) % MINUTES_PER_HOUR).padStart(2, '0')}`
}

export function minutesFromClock(clock: string): number | null {
  const [hours, minutes] = clock.split(':').map(Number)
  if (hours === undefined || minutes === undefined) return null
  const total = hours * MINUTES_PER_HOUR + minutes
  return Number.isFinite(total) ? total : null
}

/** A time of day for a field that holds minutes after midnight. */
export function TimeWidget({ formField, value, onChange, error }: WidgetProps) {
  const { label, description } = useFieldWords(formField)
  return (
    <TextInput
      type="time"
      label={label}
      description={description}
      error={error}
      value={typeof value === 'number' ? clockFromMinutes(value) : ''}
      onChange={(event) => {
        onChange(minutesFromClock(event.currentTarget.value))
      }}
    />
  )
}
