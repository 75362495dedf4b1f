import { Textarea } from '@mantine/core'
import { useState } from 'react'

import { useLocale } from '@/lib/i18n/useLocale'

import type { WidgetProps } from './types'
import { useFieldWords } from './useFieldWords'

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

/** A tensor that the presentation says nothing about: its numbers as JSON. */
export default function NumbersWidget({ formField, value, onChange, error }: WidgetProps) {
  const { t } = useLocale()
  const { label, description } = useFieldWords(formField)
  const [text, setText] = useState(value === null ? '' : JSON.stringify(value))
  return (
    <Textarea
      label={label}
      description={
        description ?? t('form.tensorShape', { shape: formField.field.shape.join(' × ') })
      }
      placeholder="[0, 0, …]"
      error={error}
      autosize
      minRows={4}
      maxRows={12}
      ff="monospace"
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        onChange(parsed(event.currentTarget.value))
      }}
    />
  )
}
