/** Small documents for tests, complete as the API sends them. */
import type {
  Metric,
  ModelDetail,
  ModelSummary,
  Presentation,
  SchemaField,
  Widget,
} from '@/api/types'

export function field(
  part: Partial<SchemaField> & Pick<SchemaField, 'name' | 'kind'>,
): SchemaField {
  return {
    datatype: 'FP32',
    title: {},
    description: {},
    unit: '',
    nullable: false,
    default: null,
    minimum: null,
    maximum: null,
    choices: [],
    unknown: 'refuse',
    max_length: 10_000,
    shape: [],
    ...part,
  }
}

export function widget(part: Partial<Widget> & Pick<Widget, 'kind'>): Widget {
  return { options: [], step: null, placeholder: {}, encoder: '', ...part }
}

export const brier: Metric = {
  name: 'brier',
  title: { en: 'Brier score', 'pt-BR': 'Pontuação de Brier' },
  better: 'lower',
  value: 0.157,
  interval: [0.136, 0.181],
  baseline: 0.176,
  baseline_interval: [0.152, 0.205],
  improvement: 0.019,
  improvement_interval: [0.012, 0.028],
  target: null,
  unit: '',
}

export const presentation: Presentation = {
  icon: 'plane',
  answer: 'probability',
  sentence: { en: 'There is a {probability} chance.', 'pt-BR': 'A chance é de {probability}.' },
  groups: [{ title: { en: 'Flight', 'pt-BR': 'Voo' }, fields: ['carrier', 'wind'] }],
  widgets: {
    carrier: widget({
      kind: 'select',
      options: [
        { value: 'AA', label: { en: 'American' }, latitude: null, longitude: null },
        { value: 'DL', label: { en: 'Delta' }, latitude: null, longitude: null },
      ],
    }),
    wind: widget({ kind: 'slider', step: 1 }),
  },
  label_titles: { late: { en: 'late', 'pt-BR': 'atrasado' } },
  slices: {},
}

export const summary: ModelSummary = {
  name: 'flight-delay',
  title: { en: 'Flight delay', 'pt-BR': 'Atraso de voo' },
  summary: { en: 'Will it be late?', 'pt-BR': 'Vai atrasar?' },
  task: 'binary',
  icon: 'plane',
  recipe: 'flight-delay',
  champion: 1,
  headline: brier,
  live: { last_24_hours: 12_345, per_minute: 2 },
  cache_responses: false,
  replay: null,
}

export const detail: ModelDetail = {
  ...summary,
  documented_version: 1,
  versions: [],
  schema: {
    task: 'binary',
    fields: [
      field({ name: 'carrier', kind: 'category', datatype: 'BYTES', choices: ['AA', 'DL'] }),
      field({ name: 'wind', kind: 'number', minimum: 0, maximum: 100, unit: 'mph' }),
    ],
    outputs: [{ name: 'probability', datatype: 'FP32', role: 'probability', shape: [] }],
    labels: ['on time', 'late'],
    threshold: 0.5,
    top_k: 10,
    coverage: null,
    unit: '',
    max_rows: 1000,
  },
  examples: [
    { title: { en: 'A windy day' }, row: { carrier: 'DL', wind: 60 }, truth: 'late' },
    { title: { en: 'A calm day' }, row: { carrier: 'AA', wind: 2 }, truth: 'on time' },
  ],
  card: null,
  evaluation: null,
  presentation,
  manifest: {
    model: 'flight-delay',
    task: 'binary',
    title: {},
    summary: {},
    created_at: '2026-11-22T21:00:00Z',
    origin: 'recipe:flight-delay',
    data: null,
    code_commit: 'abc',
    parameters: { trees: 200, seed: 1 },
    libraries: {},
    files: {},
    format: 1,
  },
}
