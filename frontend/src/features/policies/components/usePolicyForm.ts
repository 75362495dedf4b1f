import { useDebouncedValue } from '@mantine/hooks'
import { useCallback, useMemo, useState } from 'react'

import type { Policy } from '@/api/types'

import { usePolicyPreview } from '../queries/policy'
import { changes } from '../values'

const PAUSE_MILLISECONDS = 350
/** How the server begins a sentence about one setting. */
const FAULT = /^([a-z_]+(?:\.[a-z_]+)*) is /

/** A policy while it is edited, with what the server thinks of it. */
export function usePolicyForm(model: string, start: Policy, before: Policy) {
  const [policy, setPolicy] = useState(start)
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set())
  const [settled] = useDebouncedValue(policy, PAUSE_MILLISECONDS)
  const incomplete = missing.size > 0
  const preview = usePolicyPreview(model, settled, !incomplete)
  const contradictions = preview.data?.contradictions
  const faults = useMemo(
    () =>
      new Map(
        (contradictions ?? []).flatMap((sentence) => {
          const path = FAULT.exec(sentence)?.[1]
          return path ? [[path, sentence] as const] : []
        }),
      ),
    [contradictions],
  )
  const onMissing = useCallback((path: string, isMissing: boolean) => {
    setMissing((current) => {
      if (current.has(path) === isMissing) return current
      const next = new Set(current)
      if (isMissing) next.add(path)
      else next.delete(path)
      return next
    })
  }, [])
  const changed = useMemo(() => changes(before, policy), [before, policy])
  const judged = settled === policy && preview.isSuccess && !preview.isPlaceholderData
  return {
    policy,
    preview,
    incomplete,
    changed,
    editing: { policy, faults, onChange: setPolicy, onMissing },
    /** It differs from what counts, and the server has nothing against it. */
    mayBeSaved:
      changed.length > 0 && !incomplete && judged && preview.data.contradictions.length === 0,
  }
}
