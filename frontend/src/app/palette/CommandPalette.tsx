import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'

import type { Command } from '@/features/palette/commands'
import { Palette } from '@/features/palette/components/Palette'
import { useSearch } from '@/features/palette/queries/search'
import { remember } from '@/features/palette/recent'
import { useSession } from '@/lib/session'

import { useCommands, useFound } from './useCommands'

/** Go anywhere by name, as far as the role may. */
export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const router = useRouter()
  const { session } = useSession()
  const [asked, setAsked] = useState('')
  const search = useSearch(asked, session !== null)
  const found = useFound(search.data ?? NONE)
  const choose = (command: Command) => {
    remember(session?.name ?? null, command)
    onClose()
    if (command.path === undefined) command.run?.()
    else router.history.push(command.path)
  }
  return (
    <Palette
      commands={useCommands()}
      found={found}
      searching={search.isFetching}
      error={search.error}
      onSearch={setAsked}
      onChoose={choose}
      onClose={onClose}
    />
  )
}

const NONE: never[] = []
