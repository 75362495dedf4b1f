import { useDebouncedValue } from '@mantine/hooks'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'

import { Dialog } from '@/components/ui/Dialog'
import { ErrorState } from '@/components/ui/ErrorState'
import { useLocale } from '@/lib/i18n/useLocale'

import { type Command, grouped, matching } from '../commands'
import classes from './Palette.module.css'
import { PaletteList } from './PaletteList'

const TYPING_MS = 150
const MOST_OF_A_GROUP = 6
const MOST_CHARACTERS = 100

interface Props {
  /** What is known without asking, the recent ones first. */
  commands: readonly Command[]
  /** What the server has found by the text that it was asked with. */
  found: readonly Command[]
  searching: boolean
  error: Error | null
  onSearch: (text: string) => void
  onChoose: (command: Command) => void
  onClose: () => void
}

/** A combobox over everything that can be gone to or done (ARIA practices, list autocomplete). */
export function Palette(props: Props) {
  const { commands, found, searching, error, onSearch, onChoose, onClose } = props
  const { t } = useLocale()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [asked] = useDebouncedValue(text.trim(), TYPING_MS)
  const id = useId()
  useEffect(() => {
    onSearch(asked)
  }, [asked, onSearch])
  const sections = useMemo(
    () => grouped([...matching(commands, text), ...(text.trim() ? found : [])], MOST_OF_A_GROUP),
    [commands, found, text],
  )
  const options = sections.flatMap((section) => section.commands)
  const chosen = options[Math.min(at, options.length - 1)]
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moved(event.key, Math.min(at, options.length - 1), options.length)
    if (next !== null) {
      event.preventDefault()
      setAt(next)
    } else if (event.key === 'Enter' && chosen) {
      event.preventDefault()
      onChoose(chosen)
    }
  }
  const optionId = (command: Command) => `${id}-${command.group}-${command.id}`
  useKeptInView(chosen && optionId(chosen))
  return (
    <Dialog opened onClose={onClose} title={t('palette.title')} size="lg">
      <input
        className={classes.input}
        role="combobox"
        aria-label={t('palette.label')}
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen && optionId(chosen)}
        aria-autocomplete="list"
        aria-describedby={`${id}-help`}
        placeholder={t('palette.label')}
        autoComplete="off"
        spellCheck={false}
        maxLength={MOST_CHARACTERS}
        data-autofocus
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <PaletteList
        id={`${id}-list`}
        sections={sections}
        chosen={chosen}
        optionId={optionId}
        onChoose={onChoose}
      />
      <p className={classes.help} role="status">
        {searching ? t('state.loading') : t('palette.count', { count: options.length })}
      </p>
      {error && <ErrorState error={error} title={t('palette.failed')} />}
      <p className={classes.help} id={`${id}-help`}>
        {t('palette.help')}
      </p>
    </Dialog>
  )
}

/** Where a key leads in a list that goes round; null for a key that is for the text. */
function moved(key: string, at: number, count: number): number | null {
  if (count === 0) return null
  if (key === 'ArrowDown') return (at + 1) % count
  if (key === 'ArrowUp') return (at - 1 + count) % count
  if (key === 'PageDown') return count - 1
  return key === 'PageUp' ? 0 : null
}

function useKeptInView(id: string | undefined) {
  const before = useRef(id)
  useEffect(() => {
    if (id === undefined || id === before.current) return
    before.current = id
    document.getElementById(id)?.scrollIntoView({ block: 'nearest' })
  }, [id])
}
