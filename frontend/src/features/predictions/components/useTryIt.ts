import { useDebouncedCallback } from '@mantine/hooks'
import { useCallback, useMemo, useState } from 'react'

import type { Example, ModelDetail, Row } from '@/api/types'

import { buildForm, initialValues } from '../form/fields'
import { withDerived } from '../form/derived'
import { type FieldProblem, rowFrom } from '../form/row'
import { type Answered, usePredict } from '../queries/predict'

const SETTLED_MILLISECONDS = 350

/** The form's values, the answer to them, and how one leads to the other. */
export function useTryIt(model: ModelDetail) {
  const groups = useMemo(
    () => buildForm(model.schema, model.presentation),
    [model.schema, model.presentation],
  )
  const [values, setValues] = useState<Row>(() => initialValues(groups, model.examples))
  const [example, setExample] = useState<Example | null>(null)
  const [problems, setProblems] = useState<Record<string, FieldProblem>>({})
  const [askedValues, setAskedValues] = useState<Row | null>(null)
  // Kept while the next answer is on its way, so that nothing flickers.
  const [answered, setAnswered] = useState<Answered | null>(null)
  const [live, setLive] = useState(false)
  const { mutate, ...prediction } = usePredict()

  const ask = useCallback(
    (next: Row, from: Example | null) => {
      const result = rowFrom(groups, next)
      setProblems(result.problems)
      if (Object.keys(result.problems).length > 0) return
      setAskedValues(next)
      mutate({ model: model.name, row: result.row, example: from }, { onSuccess: setAnswered })
    },
    [groups, model.name, mutate],
  )

  const askWhenSettled = useDebouncedCallback((next: Row) => {
    ask(next, null)
  }, SETTLED_MILLISECONDS)

  const change = (name: string, value: unknown) => {
    const next = withDerived(groups, { ...values, [name]: value }, name)
    setValues(next)
    setProblems((current) =>
      Object.fromEntries(Object.entries(current).filter(([key]) => key !== name)),
    )
    setExample(null)
    if (live) askWhenSettled(next)
  }

  const take = useCallback(
    (chosen: Example) => {
      const next = { ...initialValues(groups, []), ...chosen.row }
      setValues(next)
      setExample(chosen)
      ask(next, chosen)
    },
    [groups, ask],
  )

  return {
    groups,
    values,
    example,
    problems,
    prediction,
    answered,
    /** The form has moved on since the answer was asked for. */
    stale: askedValues !== null && askedValues !== values,
    row: rowFrom(groups, values).row,
    live,
    setLive,
    change,
    take,
    submit: () => {
      ask(values, example)
    },
  }
}

export type TryIt = ReturnType<typeof useTryIt>
