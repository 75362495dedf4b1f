import { useCallback, useEffect, useRef, useState } from 'react'

import type { Row } from '@/api/types'

import { downloadRuntime, RUNTIME_BYTES } from './runtime'
import { openScorer, type Scorer } from './scorer'
import { downloadSealed, type Sealed, type Version } from './sealed'

export type ScorerState =
  | { kind: 'absent' }
  | { kind: 'loading'; share: number }
  | { kind: 'failed'; error: unknown }
  | { kind: 'ready'; scorer: Scorer; sealed: Sealed }

/** A version's graph in this browser: nothing is loaded before it is asked for. */
export function useScorer(version: Version, graphBytes: number) {
  const [state, setState] = useState<ScorerState>({ kind: 'absent' })
  const loading = useRef<AbortController | null>(null)
  const opened = useRef<Scorer | null>(null)

  const leave = useCallback(() => {
    loading.current?.abort()
    loading.current = null
    opened.current?.close()
    opened.current = null
  }, [])
  useEffect(() => leave, [leave])

  const load = async (warmUp: Row | null): Promise<Scorer | null> => {
    leave()
    const control = new AbortController()
    loading.current = control
    const { signal } = control
    const bytes = { graph: 0, runtime: 0 }
    const came = (part: keyof typeof bytes) => (so: number) => {
      bytes[part] = so
      const share = (bytes.graph + bytes.runtime) / (graphBytes + RUNTIME_BYTES)
      if (!signal.aborted) setState({ kind: 'loading', share: Math.min(1, share) })
    }
    setState({ kind: 'loading', share: 0 })
    try {
      const [sealed, runtime] = await Promise.all([
        downloadSealed(version, came('graph'), signal),
        downloadRuntime(came('runtime'), signal),
      ])
      const scorer = await openScorer(sealed, runtime, warmUp)
      if (signal.aborted) {
        scorer.close()
        return null
      }
      opened.current = scorer
      setState({ kind: 'ready', scorer, sealed })
      return scorer
    } catch (error) {
      // Whoever called it off knows; one failed download ends the other.
      if (!signal.aborted) setState({ kind: 'failed', error })
      control.abort()
      return null
    }
  }

  const cancel = () => {
    leave()
    setState({ kind: 'absent' })
  }

  return { state, load, cancel }
}
