import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'

import classes from './Disclosure.module.css'

/** A part that is made only when somebody wants to see it. */
export function Disclosure({ label, children }: { label: string; children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <UnstyledButton
        className={classes.button}
        aria-expanded={open}
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
