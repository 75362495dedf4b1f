import type {
  Example,
  ModelSchema,
  Option,
  Presentation,
  Row,
  SchemaField,
  Widget,
  WidgetKind,
} from '@/api/types'
import type { Localised } from '@/lib/localised'

/** How one field is asked for. ``numbers`` is the fallback for a tensor that has no widget. */
export interface FormField {
  field: SchemaField
  kind: WidgetKind | 'numbers'
  options: Option[]
  step: number | null
  placeholder: Localised
  encoder: string
}

export interface FormGroup {
  /** Null for the fields that the presentation names in no group. */
  title: Localised | null
  fields: FormField[]
}

const DIGIT_SIDE = 28

function kindWithoutHint(field: SchemaField): FormField['kind'] {
  switch (field.kind) {
    case 'boolean':
      return 'switch'
    case 'category':
      return field.choices.length > 0 ? 'select' : 'text'
    case 'text':
      return 'text'
    case 'tensor':
      return isDigitImage(field) ? 'canvas' : 'numbers'
    case 'number':
    case 'integer':
      return field.minimum !== null && field.maximum !== null ? 'slider' : 'number'
  }
}

function isDigitImage(field: SchemaField): boolean {
  return field.shape.length === 2 && field.shape.every((side) => side === DIGIT_SIDE)
}

/** A slider needs both ends; whatever else a hint asks for is taken as it is. */
function kindOf(field: SchemaField, widget: Widget | undefined): FormField['kind'] {
  const kind = widget?.kind ?? kindWithoutHint(field)
  const bounded = field.minimum !== null && field.maximum !== null
  return kind === 'slider' && !bounded ? 'number' : kind
}

function optionsOf(field: SchemaField, widget: Widget | undefined): Option[] {
  if (widget && widget.options.length > 0) return widget.options
  return field.choices.map((value) => ({ value, label: {}, latitude: null, longitude: null }))
}

function formField(field: SchemaField, presentation: Presentation | null): FormField {
  const widget = presentation?.widgets[field.name]
  return {
    field,
    kind: kindOf(field, widget),
    options: optionsOf(field, widget),
    step: widget?.step ?? null,
    placeholder: widget?.placeholder ?? {},
    encoder: widget?.encoder ?? '',
  }
}

/** The schema's fields as groups, in the presentation's order; none is lost, named or not. */
export function buildForm(schema: ModelSchema, presentation: Presentation | null): FormGroup[] {
  const byName = new Map(
    schema.fields.map((field) => [field.name, formField(field, presentation)] as const),
  )
  const groups: FormGroup[] = []
  for (const group of presentation?.groups ?? []) {
    const fields = group.fields.flatMap((name) => byName.get(name) ?? [])
    group.fields.forEach((name) => byName.delete(name))
    if (fields.length > 0) groups.push({ title: group.title, fields })
  }
  if (byName.size > 0) groups.push({ title: null, fields: [...byName.values()] })
  return groups
}

/** Texts and tensors are for the visitor to give; everything else starts from the first example. */
export function initialValues(groups: FormGroup[], examples: Example[]): Row {
  const example = examples[0]?.row ?? {}
  const values: Row = {}
  for (const { field, kind } of groups.flatMap((group) => group.fields)) {
    if (kind !== 'hidden' && (field.kind === 'text' || field.kind === 'tensor')) {
      values[field.name] = field.kind === 'text' ? '' : null
    } else {
      values[field.name] = example[field.name] ?? field.default ?? startOf(field)
    }
  }
  return values
}

function startOf(field: SchemaField): unknown {
  if (field.nullable) return null
  if (field.kind === 'boolean') return false
  if (field.kind === 'category') return field.choices[0] ?? ''
  if (field.minimum !== null && field.maximum !== null) {
    const middle = (field.minimum + field.maximum) / 2
    return field.kind === 'integer' ? Math.round(middle) : middle
  }
  return field.minimum ?? 0
}
