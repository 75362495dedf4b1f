import { useClickOutside } from '@mantine/hooks'
import { type FocusEvent, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'

import classes from './Navigation.module.css'

interface Props {
  /** What the button shows. */
  label: ReactNode
  /** What it is called where that does not say enough. */
  name?: string
  className?: string
  children: ReactNode
}

/** A button that shows links below it. They stay links: Tab leads through them, Escape back. */
export function HeaderMenu({ label, name, className, children }: Props) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
  }
  const around = useClickOutside<HTMLDivElement>(close)
  const leave = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) close()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return
    close()
    button.current?.focus()
  }
  return (
    <div ref={around} className={className} onBlur={leave} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className={classes.button}
        aria-label={name}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => {
          setOpen(!open)
        }}
      >
        {label}
      </button>
      {open && (
        // It takes the focus of a click beside its links, which would else count as leaving.
        <div id={id} tabIndex={-1} className={classes.menu} onClick={closeAfter(close)}>
          {children}
        </div>
      )}
    </div>
  )
}

/** Whatever was chosen leads somewhere else. */
function closeAfter(close: () => void) {
  return (event: { target: EventTarget }) => {
    if (event.target instanceof Element && event.target.closest('a, button')) close()
  }
}
