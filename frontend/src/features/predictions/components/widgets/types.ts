import type { FormField } from '../../form/fields'

export interface WidgetProps {
  formField: FormField
  value: unknown
  onChange: (value: unknown) => void
  /** What is wrong with the value, in words. */
  error: string | null
}
