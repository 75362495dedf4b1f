import { useRouterState } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'

import { api, bodyOf } from '@/api/client'
import type { ModelDetail } from '@/api/types'

import { BrokenLink, type Shared, sharedIn } from '../../link'
import type { TryIt } from '../useTryIt'

export type LinkNotice =
  /** The link cannot be read, or what it names is not there. */
  | { kind: 'broken' }
  /** The version that it asks for is not there any more; the champion is asked. */
  | { kind: 'gone'; version: number }
  /** Another version answers than did when the link was made. */
  | { kind: 'other'; version: number; now: number }
  /** The version that it asks for answers. */
  | { kind: 'pinned'; version: number }

async function heldOutRow(model: string, version: number, number: number) {
  return bodyOf(
    await api.GET('/v1/models/{model}/held-out', {
      params: { path: { model }, query: { seed: number, version } },
    }),
  )
}

/** Fills and asks what the address holds behind its `#`, and tells what is not as it was. */
export function useSharedLink(model: ModelDetail, tryIt: TryIt): LinkNotice | null {
  const hash = useRouterState({ select: (state) => state.location.hash })
  const [shared, setShared] = useState<Shared | null>(null)
  const [isBroken, setBroken] = useState(false)
  const opened = useRef('')
  const { open, takeHeldOut } = tryIt

  const take = useCallback(
    async (fragment: string) => {
      const found = await sharedIn(fragment)
      if (!found) return null
      if (found.kind === 'heldOut') {
        takeHeldOut(await heldOutRow(model.name, found.version, found.number))
      } else {
        const isThere = model.versions.some(({ version }) => version === found.version)
        open(found.row, found.pinned && isThere ? found.version : null)
      }
      return found
    },
    [model.name, model.versions, open, takeHeldOut],
  )

  useEffect(() => {
    if (!hash || opened.current === hash) return
    opened.current = hash
    setBroken(false)
    void take(hash).then(setShared, (error: unknown) => {
      setBroken(true)
      // Whatever else went wrong is for the page's own error handling to tell.
      if (!(error instanceof BrokenLink)) reportError(error)
    })
  }, [hash, take])

  if (isBroken) return { kind: 'broken' }
  if (tryIt.pinned !== null) return { kind: 'pinned', version: tryIt.pinned }
  if (shared?.kind !== 'row') return null
  return notice(shared, model, tryIt)
}

function notice(
  shared: Extract<Shared, { kind: 'row' }>,
  model: ModelDetail,
  tryIt: TryIt,
): LinkNotice | null {
  const { version, pinned } = shared
  const isThere = model.versions.some((known) => known.version === version)
  if (pinned && !isThere) return { kind: 'gone', version }
  const now = tryIt.answered?.answer.version
  if (now === undefined || now === version) return null
  return { kind: 'other', version, now }
}
