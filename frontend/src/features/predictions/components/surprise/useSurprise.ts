import { useCallback, useEffect, useRef, useState } from 'react'

import type { ModelDetail } from '@/api/types'

import { useHeldOutRow } from '../../queries/heldOut'
import { wasRight } from '../../reading'
import { keepVisit, useVisit, visitOf, withAnswer } from '../../visit'
import type { TryIt } from '../useTryIt'

/** The file that holds them, where a version has any. */
const HELD_OUT_FILE = 'held_out.json'

/** Real rows whose end is not known: drawn one by one, guessed at, and told with the answer. */
export function useSurprise(model: ModelDetail, tryIt: TryIt) {
  const { name } = model
  const visit = useVisit(name)
  const { mutate, ...drawing } = useHeldOutRow()
  const [guess, setGuess] = useState<string | null>(null)
  const counted = useRef<string | null>(null)
  const { answered, takeHeldOut } = tryIt

  const draw = useCallback(() => {
    const { seed } = visitOf(name)
    mutate(
      { model: name, seed },
      {
        onSuccess: (row) => {
          keepVisit(name, { ...visitOf(name), seed: seed + 1 })
          setGuess(null)
          takeHeldOut(row)
        },
      },
    )
  }, [name, mutate, takeHeldOut])

  // Each answer counts once, however often it is shown or the same row is asked again.
  useEffect(() => {
    if (!answered?.told || !answered.heldOut) return
    const { version, number } = answered.heldOut
    const row = `${String(version)}:${String(number)}:${String(visitOf(name).seed)}`
    if (counted.current === row) return
    counted.current = row
    const { truth } = answered.told
    const right = wasRight(answered.prediction, truth, model.schema)
    keepVisit(name, withAnswer(visitOf(name), right, guess === null ? null : guess === truth))
  }, [answered, guess, model.schema, name])

  return {
    isOffered: HELD_OUT_FILE in model.manifest.files,
    visit,
    draw,
    drawing,
    guess,
    setGuess,
    /** The row in the form has not been asked about yet. */
    isOpen: tryIt.heldOut !== null && answered?.heldOut !== tryIt.heldOut,
  }
}

export type Surprise = ReturnType<typeof useSurprise>
