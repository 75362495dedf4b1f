import { Textarea, TextInput } from '@mantine/core'

import { useLocale } from '@/lib/i18n/useLocale'
import type { Localised } from '@/lib/localised'

import { withText } from '../document'

interface Props {
  /** What it is the text of; read out with the language. */
  label: string
  value: Localised
  long?: boolean
  required?: boolean
  description?: string
  onChange: (value: Localised) => void
}

/** The same words in both languages of the interface. */
export function TwoLanguages({ label, value, long, required, description, onChange }: Props) {
  const { t } = useLocale()
  const Input = long ? Textarea : TextInput
  const languages = [
    { tag: 'en', title: t('drafts.inEnglish', { what: label }) },
    { tag: 'pt-BR', title: t('drafts.inPortuguese', { what: label }) },
  ]
  return languages.map(({ tag, title }) => (
    <Input
      key={tag}
      label={title}
      description={description}
      lang={tag}
      required={required && tag === 'en'}
      maxLength={500}
      value={value[tag] ?? ''}
      onChange={(event: { currentTarget: { value: string } }) => {
        onChange(withText(value, tag, event.currentTarget.value))
      }}
    />
  ))
}
