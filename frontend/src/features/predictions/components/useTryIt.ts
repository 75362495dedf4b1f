import { useCallback, useMemo, useState } from 'react'

import type { Example, ModelDetail, Row } from '@/api/types'

import { buildForm, initialValues } from '../form/fields'
import { withDerived } from '../form/derived'
import { type FieldProblem, rowFrom } from '../form/row'
import { usePredict } from '../queries/predict'

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
  const { mutate, ...prediction } = usePredict()

  const ask = useCallback(
    (next: Row, from: Example | null) => {
      const result = rowFrom(groups, next)
      setProblems(result.problems)
      if (Object.keys(result.problems).length > 0) return
      setAskedValues(next)
      mutate({ model: model.name, row: result.row, example: from })
    },
    [groups, model.name, mutate],
  )

  const change = useCallback(
    (name: string, value: unknown) => {
      setValues((current) => withDerived(groups, { ...current, [name]: value }, name))
      setProblems((current) =>
        Object.fromEntries(Object.entries(current).filter(([key]) => key !== name)),
      )
      setExample(null)
    },
    [groups],
  )

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
    /** The form has moved on since the answer was asked for. */
    stale: askedValues !== null && askedValues !== values,
    row: rowFrom(groups, values).row,
    change,
    take,
    submit: () => {
      ask(values, example)
    },
  }
}

export type TryIt = ReturnType<typeof useTryIt>
