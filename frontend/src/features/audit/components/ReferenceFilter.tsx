import { NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useId, useState } from 'react'

import { type Reference, referenceFrom, referenceText } from '../filters'
import classes from './Audit.module.css'

const TYPING_MS = 350

interface Props {
  label: string
  nameLabel: string
  value: string | undefined
  /** What there is to choose from, by kind; the first is whatever. */
  kinds: readonly { value: string; label: string }[]
  /** The kinds that have no names. */
  single?: readonly string[]
  /** Names that are known, by kind. */
  names?: Readonly<Record<string, readonly string[]>>
  onChange: (value: string | undefined) => void
}

const NONE: readonly string[] = []

/** Who or what: a kind, and the name of one of it where one alone is meant. */
export function ReferenceFilter(props: Props) {
  const { label, nameLabel, value, kinds, single = NONE, names = {}, onChange } = props
  const list = useId()
  const chosen = referenceFrom(value)
  const hasName = chosen.kind !== '' && !single.includes(chosen.kind)
  const known = names[chosen.kind] ?? NONE
  const choose = (reference: Reference) => {
    onChange(referenceText(reference, single))
  }
  return (
    <div className={classes.reference}>
      <NativeSelect
        label={label}
        value={chosen.kind}
        onChange={(event) => {
          choose({ kind: event.currentTarget.value, name: '' })
        }}
      >
        {kinds.map((kind) => (
          <option key={kind.value} value={kind.value}>
            {kind.label}
          </option>
        ))}
        {!kinds.some((kind) => kind.value === chosen.kind) && (
          <option value={chosen.kind}>{chosen.kind}</option>
        )}
      </NativeSelect>
      {hasName && (
        <NameInput
          label={nameLabel}
          list={list}
          value={chosen.name}
          onChange={(name) => {
            choose({ kind: chosen.kind, name })
          }}
        />
      )}
      <datalist id={list}>
        {known.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </div>
  )
}

interface NameProps {
  label: string
  list: string
  value: string
  onChange: (name: string) => void
}

/** What is typed is asked for after a pause; until then it stands for the value it began with. */
function NameInput({ label, list, value, onChange }: NameProps) {
  const [typed, setTyped] = useState({ over: value, text: value })
  const ask = useDebouncedCallback(onChange, TYPING_MS)
  return (
    <TextInput
      label={label}
      list={list}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      value={typed.over === value ? typed.text : value}
      onChange={(event) => {
        const text = event.currentTarget.value
        setTyped({ over: value, text })
        ask(text.trim())
      }}
    />
  )
}
