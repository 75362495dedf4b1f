import { Table } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  label: string
  minWidth?: number
  children: ReactNode
}

/** A table that scrolls inside itself on a narrow screen, by keyboard too. */
export function ScrollTable({ label, minWidth = 640, children }: Props) {
  return (
    <div role="group" aria-label={label} tabIndex={0} style={{ overflowX: 'auto' }}>
      <Table verticalSpacing="sm" style={{ minWidth }} className="numeric">
        {children}
      </Table>
    </div>
  )
}
