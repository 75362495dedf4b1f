import type { ModelDetail, Prediction } from '@/api/types'

export interface AnswerProps {
  model: ModelDetail
  prediction: Prediction
}
