import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'

import classes from './Disclosure.module.css'

interface Props {
  label: string
  /** What is read out instead, where the label alone does not say of what. */
  name?: string
  initiallyOpen?: boolean
  children: ReactNode
}

/** A part that is made only when somebody wants to see it. */
export function Disclosure({ label, name, initiallyOpen = false, children }: Props) {
  const [open, setOpen] = useState(initiallyOpen)
  const id = useId()
  return (
    <>
      <UnstyledButton
        className={classes.button}
        aria-expanded={open}
        aria-label={name}
        aria-controls={open ? id : undefined}
        onClick={() => {
          setOpen(!open)
        }}
      >
        <IconChevronRight size={15} className={classes.sign} aria-hidden="true" />
        {label}
      </UnstyledButton>
      {open && (
        <div id={id} className={classes.content}>
          {children}
        </div>
      )}
    </>
  )
}
