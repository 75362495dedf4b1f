import type { ComponentType } from 'react'

import type { AnswerKind, ModelSchema } from '@/api/types'

import { ClassesAnswer } from './answers/ClassesAnswer'
import { IntervalAnswer } from './answers/IntervalAnswer'
import { ProbabilityAnswer } from './answers/ProbabilityAnswer'
import { TensorAnswer } from './answers/TensorAnswer'
import type { AnswerProps } from './answers/types'

const BY_TASK: Record<ModelSchema['task'], ComponentType<AnswerProps>> = {
  binary: ProbabilityAnswer,
  multiclass: ClassesAnswer,
  regression: IntervalAnswer,
  tensor: TensorAnswer,
}

/** A words answer shows its label as its task does; the words themselves stand under "why". */
const BY_HINT: Partial<Record<AnswerKind, ComponentType<AnswerProps>>> = {
  probability: ProbabilityAnswer,
  classes: ClassesAnswer,
  interval: IntervalAnswer,
  tensor: TensorAnswer,
}

export function AnswerView(props: AnswerProps) {
  const { presentation, schema } = props.model
  const Answer = (presentation && BY_HINT[presentation.answer]) ?? BY_TASK[schema.task]
  return <Answer {...props} />
}
