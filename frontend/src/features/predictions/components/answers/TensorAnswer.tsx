import { Code } from '@mantine/core'

import type { AnswerProps } from './types'

const SPACES = 1

/** An answer without a meaning of its own: the numbers as they came. */
export function TensorAnswer({ prediction }: AnswerProps) {
  return (
    <Code block mah={320} style={{ overflow: 'auto' }} tabIndex={0}>
      {JSON.stringify(prediction, null, SPACES)}
    </Code>
  )
}
