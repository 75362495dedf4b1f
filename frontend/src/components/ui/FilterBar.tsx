import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'

import { useLocale } from '@/lib/i18n/useLocale'

import classes from './FilterBar.module.css'

const TYPING_MS = 300
const MOST_CHARACTERS = 100

interface BarProps {
  label: string
  /** Null while nothing is narrowed. */
  onClear: (() => void) | null
  children: ReactNode
}

/** What a list is narrowed by; it stands in the page's address. */
export function FilterBar({ label, onClear, children }: BarProps) {
  const { t } = useLocale()
  return (
    <div role="search" aria-label={label} className={classes.filters}>
      {children}
      {onClear && (
        <Button variant="subtle" color="gray" onClick={onClear}>
          {t('workbench.clear')}
        </Button>
      )}
    </div>
  )
}

interface SearchProps {
  label: string
  value: string
  onChange: (value: string) => void
}

/** What is typed is asked for after a pause; an address that says something else overrules it. */
export function SearchFilter({ label, value, onChange }: SearchProps) {
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  const [asked, setAsked] = useState<string | null>(null)
  const ask = useDebouncedCallback((typed: string) => {
    setAsked(typed)
    onChange(typed)
  }, TYPING_MS)
  if (value !== known) {
    setKnown(value)
    setAsked(null)
    // What was typed since it was asked for stays.
    if (value !== asked) setText(value)
  }
  return (
    <TextInput
      type="search"
      label={label}
      leftSection={<IconSearch size={16} />}
      autoComplete="off"
      maxLength={MOST_CHARACTERS}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        ask(event.currentTarget.value.trim())
      }}
    />
  )
}

interface SelectProps<Value extends string> {
  label: string
  value: Value | undefined
  /** What stands for no choice. */
  any: string
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value | undefined) => void
}

export function SelectFilter<Value extends string>(props: SelectProps<Value>) {
  const { label, value, any, options, onChange } = props
  return (
    <NativeSelect
      label={label}
      value={value ?? ''}
      onChange={(event) => {
        onChange(options.find((option) => option.value === event.currentTarget.value)?.value)
      }}
    >
      <option value="">{any}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </NativeSelect>
  )
}
