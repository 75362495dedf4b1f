import { type DragEvent, type ReactNode, useRef, useState } from 'react'

import classes from './DropZone.module.css'

interface Props {
  icon: ReactNode
  title: string
  onFile: (file: File) => void
  accept?: string
  children?: ReactNode
}

/** A button that opens the file dialog, and takes a dropped file too. */
export function DropZone({ icon, title, onFile, accept, children }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) onFile(file)
  }
  return (
    <>
      <button
        type="button"
        className={classes.zone}
        data-over={over || undefined}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => {
          setOver(false)
        }}
        onDrop={drop}
      >
        <span className={classes.icon} aria-hidden="true">
          {icon}
        </span>
        <span className={classes.title}>{title}</span>
        {children}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={title}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          // The same file may be chosen again after it has changed.
          event.currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
    </>
  )
}
