import { useState } from 'react'

import type { Draft } from '@/api/types'

import { useChangeDraft } from '../queries/drafts'
import type { DraftDocument } from '../types'

interface Edited {
  name: string
  document: DraftDocument
}

function of(draft: Draft): Edited | null {
  return draft.document && { name: draft.name, document: draft.document }
}

/** What is being written, what of it is kept already, and how the rest gets there. */
export function useDraftEditor(draft: Draft) {
  const [edited, setEdited] = useState(() => of(draft))
  const [saved, setSaved] = useState(edited)
  // Of what is edited here, which is not what a later look at the draft may have brought.
  const [revision, setRevision] = useState(draft.revision)
  const { mutateAsync, error, isPending, reset } = useChangeDraft(draft.id)
  const isDirty = edited !== saved
  return {
    edited,
    isDirty,
    error,
    isPending,
    setName: (name: string) => {
      setEdited((current) => current && { ...current, name })
    },
    edit: (change: (document: DraftDocument) => DraftDocument) => {
      setEdited((current) => current && { ...current, document: change(current.document) })
    },
    /** Whether everything is kept now; why not is in `error`. */
    save: async (): Promise<boolean> => {
      if (!edited || !isDirty) return true
      try {
        const kept = await mutateAsync({ ...edited, seen_revision: revision })
        setRevision(kept.revision)
      } catch {
        return false
      }
      setSaved(edited)
      return true
    },
    /** Somebody else has saved: what they wrote is shown in place of what was written here. */
    takeTheirs: (theirs: Draft) => {
      const next = of(theirs)
      setEdited(next)
      setSaved(next)
      setRevision(theirs.revision)
      reset()
    },
  }
}

export type DraftEditing = ReturnType<typeof useDraftEditor>
