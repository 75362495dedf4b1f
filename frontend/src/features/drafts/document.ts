/** Edits of a draft that keep its parts in step. Pure: a document in, another one out. */
import type { Row } from '@/api/types'
import type { Localised } from '@/lib/localised'

import type { DraftDocument, DraftField, DraftOutput, Findings, Task, WidgetKind } from './types'

const FLOATS = ['FP32', 'FP64']

/** What a value of this datatype may mean. */
export function kindsOf(datatype: string): DraftField['kind'][] {
  if (datatype === 'BYTES') return ['category', 'text']
  if (datatype === 'BOOL') return ['boolean']
  return FLOATS.includes(datatype) ? ['number', 'integer'] : ['integer']
}

/** How a field of this kind may be asked for, beside what Farol chooses by itself. */
export function widgetsOf(field: DraftField): WidgetKind[] {
  switch (field.kind) {
    case 'number':
    case 'integer':
      return ['slider', 'number', 'time', 'hidden']
    case 'boolean':
      return ['switch', 'hidden']
    case 'category':
      return ['select', 'text', 'hidden']
    case 'text':
      return ['text', 'hidden']
    case 'tensor':
      return ['canvas', 'file']
  }
}

function withFields(document: DraftDocument, fields: DraftField[]): DraftDocument {
  return { ...document, schema: { ...document.schema, fields } }
}

function renamedKeys<T>(object: Record<string, T>, from: string, to: string): Record<string, T> {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key === from ? to : key, value]),
  )
}

/** Everywhere that the field is named. */
export function renameField(document: DraftDocument, from: string, to: string): DraftDocument {
  const taken = document.schema.fields.some((field) => field.name === to)
  if (from === to || taken) return document
  const renamed = (names: string[]) => names.map((name) => (name === from ? to : name))
  const { schema, presentation } = document
  return {
    ...document,
    schema: {
      ...schema,
      fields: schema.fields.map((field) =>
        field.name === from ? { ...field, name: to, title: titleAfter(field, to) } : field,
      ),
      graph_inputs: schema.graph_inputs.map((input) => ({
        ...input,
        fields: renamed(input.fields),
      })),
    },
    presentation: {
      ...presentation,
      groups: presentation.groups.map((group) => ({ ...group, fields: renamed(group.fields) })),
      widgets: renamedKeys(presentation.widgets, from, to),
    },
    examples: document.examples.map((example) => ({
      ...example,
      row: renamedKeys(example.row, from, to),
    })),
  }
}

/** A title that nobody has written follows the name. */
function titleAfter(field: DraftField, name: string): Localised {
  return field.title.en === field.name ? { ...field.title, en: name } : field.title
}

/** All of them at once, in their order; null where that is not as many different names. */
export function renameAll(document: DraftDocument, names: string[]): DraftDocument | null {
  const { fields } = document.schema
  if (names.length !== fields.length || new Set(names).size !== names.length) return null
  // By way of names that nobody has, so that two fields may swap theirs.
  const passing = fields.map((_, index) => `\u0000${String(index)}`)
  const between = fields.reduce(
    (current, field, index) => renameField(current, field.name, passing[index] ?? ''),
    document,
  )
  return passing.reduce(
    (current, name, index) => renameField(current, name, names[index] ?? ''),
    withTitles(between, fields),
  )
}

function withTitles(document: DraftDocument, before: DraftField[]): DraftDocument {
  const fields = document.schema.fields.map((field, index) => {
    const old = before[index]
    const own = old && old.title.en !== old.name
    return own ? { ...field, title: old.title } : { ...field, title: { en: field.name } }
  })
  return withFields(document, fields)
}

export function changeField(
  document: DraftDocument,
  name: string,
  part: Partial<DraftField>,
): DraftDocument {
  const fields = document.schema.fields.map((field) =>
    field.name === name ? { ...field, ...part } : field,
  )
  return withFields(document, fields)
}

export function widgetOf(document: DraftDocument, name: string): WidgetKind | null {
  return document.presentation.widgets[name]?.kind ?? null
}

/** Null leaves the choice to Farol. */
export function setWidget(
  document: DraftDocument,
  name: string,
  kind: WidgetKind | null,
): DraftDocument {
  const widgets = Object.fromEntries(
    Object.entries(document.presentation.widgets).filter(([key]) => key !== name),
  )
  if (kind !== null) {
    const known = document.presentation.widgets[name]
    widgets[name] = { options: [], step: null, placeholder: {}, encoder: '', ...known, kind }
  }
  return { ...document, presentation: { ...document.presentation, widgets } }
}

/** The outputs that may be the answer of such a task. */
export function outputsFor(task: Task, findings: Findings): DraftOutput[] {
  const found = findings.outputs.map(({ name, datatype, shape }): DraftOutput => ({
    name,
    datatype,
    role: 'tensor',
    shape: shape.map((size) => size ?? 1),
  }))
  const floats = found.filter(({ datatype }) => FLOATS.includes(datatype))
  if (task === 'tensor') return found
  const wanted = task === 'multiclass' ? 1 : 0
  return floats.filter(({ shape }) => shape.length === wanted)
}

export function possibleTasks(findings: Findings): Task[] {
  const tasks: Task[] = ['binary', 'multiclass', 'regression', 'tensor']
  return tasks.filter((task) => outputsFor(task, findings).length > 0)
}

const ROLES = { binary: 'probability', multiclass: 'probabilities', regression: 'value' } as const
const ANSWERS = {
  binary: 'probability',
  multiclass: 'classes',
  regression: 'interval',
  tensor: 'tensor',
} as const
export const SENTENCES: Record<Task, Localised> = {
  binary: { en: '{probability}: {label}.', 'pt-BR': '{probability}: {label}.' },
  multiclass: { en: 'Most likely {label}.', 'pt-BR': 'Provavelmente {label}.' },
  regression: { en: 'About {value}.', 'pt-BR': 'Cerca de {value}.' },
  tensor: { en: '', 'pt-BR': '' },
}

/** Another question that the model answers, with the first output that fits it. */
export function setTask(document: DraftDocument, task: Task, findings: Findings): DraftDocument {
  const [first] = outputsFor(task, findings)
  const answer = { ...document.presentation, answer: ANSWERS[task], sentence: SENTENCES[task] }
  const schema = { ...document.schema, task, labels: [], coverage: null }
  const outputs = task === 'tensor' ? outputsFor(task, findings) : []
  const changed = { ...document, presentation: answer, schema: { ...schema, outputs } }
  return first && task !== 'tensor' ? setAnswer(changed, first.name, findings) : changed
}

/** Which output is the answer; its labels are counted anew where their number has changed. */
export function setAnswer(
  document: DraftDocument,
  name: string,
  findings: Findings,
): DraftDocument {
  const { schema } = document
  if (schema.task === 'tensor') return document
  const found = outputsFor(schema.task, findings).find((output) => output.name === name)
  if (!found) return document
  const count = { binary: 2, multiclass: found.shape[0] ?? 0, regression: 0 }[schema.task]
  const labels =
    schema.labels.length === count
      ? schema.labels
      : Array.from({ length: count }, (_, index) => String(index))
  const outputs = [{ ...found, role: ROLES[schema.task] }]
  return { ...document, schema: { ...schema, outputs, labels } }
}

/** The lower or upper end of a regression's interval; null where the graph has none. */
export function setBound(
  document: DraftDocument,
  role: 'lower' | 'upper',
  name: string | null,
  findings: Findings,
): DraftDocument {
  const { schema } = document
  const others = schema.outputs.filter((output) => output.role !== role)
  const found = outputsFor('regression', findings).find((output) => output.name === name)
  const outputs = found ? [...others, { ...found, role }] : others
  const bounded = outputs.some((output) => output.role === 'lower' || output.role === 'upper')
  const coverage = bounded ? (schema.coverage ?? 0.9) : null
  return { ...document, schema: { ...schema, outputs, coverage } }
}

export function setLabel(document: DraftDocument, index: number, label: string): DraftDocument {
  const { schema, presentation } = document
  const before = schema.labels[index]
  if (before === undefined) return document
  const labels = schema.labels.map((known, at) => (at === index ? label : known))
  return {
    ...document,
    schema: { ...schema, labels },
    presentation: {
      ...presentation,
      label_titles: renamedKeys(presentation.label_titles, before, label),
    },
  }
}

/** An empty text is none: it leaves the language out. */
export function withText(known: Localised | undefined, language: string, text: string): Localised {
  const others = Object.entries(known ?? {}).filter(([key]) => key !== language)
  const all = text === '' && language !== 'en' ? others : [...others, [language, text]]
  return Object.fromEntries(all) as Localised
}

export function keepExample(document: DraftDocument, row: Row, title: Localised): DraftDocument {
  return { ...document, examples: [...document.examples, { title, row, truth: null }] }
}

export function dropExample(document: DraftDocument, index: number): DraftDocument {
  return { ...document, examples: document.examples.filter((_, at) => at !== index) }
}
