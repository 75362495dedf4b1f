import type { ModelDetail, Prediction } from '@/api/types'

export interface AnswerProps {
  /** What a draft has, too. */
  model: Pick<ModelDetail, 'schema' | 'presentation'>
  prediction: Prediction
}
