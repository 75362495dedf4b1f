import { Checkbox, Input, Slider } from '@mantine/core'
import { useId } from 'react'

import { useLocale } from '@/lib/i18n/useLocale'

import classes from './SliderWidget.module.css'
import type { WidgetProps } from './types'
import { useFieldWords } from './useFieldWords'

const STEPS = 100

function stepOf(span: number, integer: boolean): number {
  if (integer) return 1
  return 10 ** Math.floor(Math.log10(span / STEPS))
}

export function SliderWidget({ formField, value, onChange, error }: WidgetProps) {
  const { t, format } = useLocale()
  const { label, description, unit } = useFieldWords(formField)
  const labelId = useId()
  const { field } = formField
  const minimum = field.minimum ?? 0
  const maximum = field.maximum ?? 1
  const known = typeof value === 'number'
  const step = formField.step ?? stepOf(maximum - minimum, field.kind === 'integer')
  // Years and the like are read without a thousands separator.
  const plain = field.kind === 'integer' && minimum >= 1000 && maximum < 10_000
  const shown = known ? (plain ? String(value) : format.number(value)) : t('form.unknown')
  return (
    <Input.Wrapper description={description} error={error}>
      <div className={classes.head}>
        <span id={labelId} className={classes.label}>
          {label}
        </span>
        <output className={classes.value} data-unknown={!known || undefined}>
          {shown}
          {known && unit ? ` ${unit}` : ''}
        </output>
      </div>
      <Slider
        min={minimum}
        max={maximum}
        step={step}
        value={known ? value : minimum}
        onChange={onChange}
        label={null}
        size={5}
        thumbSize={18}
        disabled={!known}
        classNames={{ thumb: classes.thumb }}
        thumbProps={{ 'aria-labelledby': labelId, 'aria-valuetext': `${shown} ${unit}`.trim() }}
      />
      {field.nullable && (
        <Checkbox
          size="xs"
          mt={8}
          label={t('form.notKnown')}
          aria-label={`${label}: ${t('form.notKnown')}`}
          checked={!known}
          onChange={(event) => {
            onChange(event.currentTarget.checked ? null : (minimum + maximum) / 2)
          }}
        />
      )}
    </Input.Wrapper>
  )
}
