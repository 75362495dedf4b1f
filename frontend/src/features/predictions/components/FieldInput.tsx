import { Skeleton } from '@mantine/core'
import { type ComponentType, lazy, Suspense } from 'react'

import type { FormField } from '../form/fields'
import {
  NumberWidget,
  SelectWidget,
  SwitchWidget,
  TextWidget,
  TimeWidget,
} from './widgets/SimpleWidgets'
import { SliderWidget } from './widgets/SliderWidget'
import type { WidgetProps } from './widgets/types'

const CanvasWidget = lazy(() => import('./widgets/CanvasWidget'))
const FileWidget = lazy(() => import('./widgets/FileWidget'))
const NumbersWidget = lazy(() => import('./widgets/NumbersWidget'))

const WIDGETS: Record<Exclude<FormField['kind'], 'hidden'>, ComponentType<WidgetProps>> = {
  slider: SliderWidget,
  number: NumberWidget,
  select: SelectWidget,
  // Its map is drawn once beside all airports of a form; the field itself is a list to search.
  airport: SelectWidget,
  switch: SwitchWidget,
  text: TextWidget,
  time: TimeWidget,
  canvas: CanvasWidget,
  file: FileWidget,
  numbers: NumbersWidget,
}

export function FieldInput(props: WidgetProps) {
  const { kind } = props.formField
  if (kind === 'hidden') return null
  const Component = WIDGETS[kind]
  return (
    <Suspense fallback={<Skeleton height={kind === 'canvas' ? 320 : 64} />}>
      <Component {...props} />
    </Suspense>
  )
}
