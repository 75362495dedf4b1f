import { useDebouncedCallback } from '@mantine/hooks'
import { useCallback, useMemo, useState } from 'react'

import type { Example, HeldOutRow, ModelDetail, Row } from '@/api/types'

import { buildForm, initialValues } from '../form/fields'
import { withDerived } from '../form/derived'
import { type FieldProblem, rowFrom } from '../form/row'
import { type Answered, usePredict } from '../queries/predict'

const SETTLED_MILLISECONDS = 350

/** Where the form's values are from, as long as they are unchanged. */
interface Origin {
  example: Example | null
  heldOut: HeldOutRow | null
}

const OWN: Origin = { example: null, heldOut: null }

/** The form's values, the answer to them, and how one leads to the other. */
export function useTryIt(model: ModelDetail) {
  const groups = useMemo(
    () => buildForm(model.schema, model.presentation),
    [model.schema, model.presentation],
  )
  const [values, setValues] = useState<Row>(() => initialValues(groups, model.examples))
  const [origin, setOrigin] = useState<Origin>(OWN)
  const [problems, setProblems] = useState<Record<string, FieldProblem>>({})
  const [askedValues, setAskedValues] = useState<Row | null>(null)
  // Kept while the next answer is on its way, so that nothing flickers.
  const [answered, setAnswered] = useState<Answered | null>(null)
  const [live, setLive] = useState(false)
  /** The version that a link asks for; null asks whoever the traffic goes to. */
  const [pinned, setPinned] = useState<number | null>(null)
  const { mutate, reset, ...prediction } = usePredict()

  const ask = useCallback(
    (next: Row, from: Origin, version: number | null) => {
      const { heldOut } = from
      const result = heldOut ? { row: heldOut.row, problems: {} } : rowFrom(groups, next)
      setProblems(result.problems)
      if (Object.keys(result.problems).length > 0) return
      setAskedValues(next)
      mutate({ model: model.name, row: result.row, version, ...from }, { onSuccess: setAnswered })
    },
    [groups, model.name, mutate],
  )

  const askWhenSettled = useDebouncedCallback((next: Row) => {
    ask(next, OWN, pinned)
  }, SETTLED_MILLISECONDS)

  const change = (name: string, value: unknown) => {
    const next = withDerived(groups, { ...values, [name]: value }, name)
    setValues(next)
    setProblems((current) =>
      Object.fromEntries(Object.entries(current).filter(([key]) => key !== name)),
    )
    setOrigin(OWN)
    if (live) askWhenSettled(next)
  }

  const fill = useCallback(
    (row: Row, from: Origin) => {
      const next = { ...initialValues(groups, []), ...row }
      setValues(next)
      setOrigin(from)
      setProblems({})
      return next
    },
    [groups],
  )

  const take = useCallback(
    (example: Example) => {
      const from = { example, heldOut: null }
      ask(fill(example.row, from), from, pinned)
    },
    [fill, ask, pinned],
  )

  /** A row from elsewhere: only what the form knows of it is taken. */
  const open = useCallback(
    (row: Row, version: number | null) => {
      const names = groups.flatMap((group) => group.fields.map(({ field }) => field.name))
      const known = names.filter((name) => name in row).map((name) => [name, row[name]] as const)
      setPinned(version)
      ask(fill(Object.fromEntries(known), OWN), OWN, version)
    },
    [groups, fill, ask],
  )

  /** Fills the form and asks nothing: whoever tries it may guess first. */
  const takeHeldOut = useCallback(
    (heldOut: HeldOutRow) => {
      fill(heldOut.row, { example: null, heldOut })
      setAnswered(null)
      setAskedValues(null)
      reset()
    },
    [fill, reset],
  )

  return {
    groups,
    values,
    example: origin.example,
    heldOut: origin.heldOut,
    problems,
    prediction,
    answered,
    /** The form has moved on since the answer was asked for. */
    stale: askedValues !== null && askedValues !== values,
    row: origin.heldOut?.row ?? rowFrom(groups, values).row,
    live,
    setLive,
    change,
    take,
    takeHeldOut,
    open,
    pinned,
    unpin: () => {
      setPinned(null)
      ask(values, origin, null)
    },
    submit: () => {
      ask(values, origin, pinned)
    },
  }
}

export type TryIt = ReturnType<typeof useTryIt>
