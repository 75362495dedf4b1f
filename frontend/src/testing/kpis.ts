/** Small boards for tests of the dashboard, complete as the API sends them. */
import type {
  BoardReport,
  FeedEntry,
  Kpi,
  KpiBoard,
  KpiDetail,
  KpiFigure,
  KpiModelPart,
  ValueFormulaDetail,
} from '@/api/types'

import { report } from './reports'

export function figure(value: number | null, part: Partial<KpiFigure> = {}): KpiFigure {
  return { value, n: value === null ? 0 : 100, low: null, high: null, reason: null, ...part }
}

export function kpi(part: Partial<Kpi> & Pick<Kpi, 'slug'>): Kpi {
  return {
    title: { en: part.slug },
    unit: 'count',
    better: 'higher',
    adds_up: 'sum',
    counts: 'predictions',
    leads_to: 'model',
    figure: figure(1),
    previous: figure(1),
    target: null,
    status: { level: 'unknown', reason: 'no_target', numbers: {} },
    series: [
      { at: '2026-11-22', end: '2026-11-23', ...figure(1) },
      { at: '2026-11-23', end: '2026-11-24', ...figure(2) },
    ],
    previous_series: [{ at: '2026-11-20', end: '2026-11-21', ...figure(1) }],
    models: [],
    ...part,
  }
}

export const flightQuality: KpiModelPart = {
  model: 'flight-delay',
  title: { en: 'Flight delay', 'pt-BR': 'Atraso de voo' },
  figure: figure(0.195, { n: 4200, low: 0.19, high: 0.2 }),
  previous: figure(0.16),
  target: 0.157,
  measure: {
    name: 'brier',
    title: { en: 'Brier score', 'pt-BR': 'Pontuação de Brier' },
    unit: '',
    better: 'lower',
  },
  status: {
    level: 'bad',
    reason: 'breaks_promise',
    numbers: { promised: 0.157, loss_increase: 0.24, truths: 4200 },
  },
  versions: [{ version: 3, figure: figure(0.195, { n: 4200 }), previous: figure(null) }],
}

export const predictions = kpi({
  slug: 'predictions',
  title: { en: 'Predictions served', 'pt-BR': 'Predições servidas' },
  better: 'neither',
  figure: figure(12_345),
  previous: figure(10_000),
})

export const availability = kpi({
  slug: 'availability',
  title: { en: 'Availability', 'pt-BR': 'Disponibilidade' },
  unit: 'share',
  figure: figure(0.9996),
  previous: figure(0.9991),
  target: 0.999,
  status: { level: 'good', reason: 'meets_objective', numbers: { objective: 0.999, failed: 5 } },
})

export const quality = kpi({
  slug: 'quality',
  title: { en: 'Quality against promise', 'pt-BR': 'Qualidade diante do prometido' },
  unit: 'share',
  leads_to: 'quality',
  figure: figure(0.5),
  previous: figure(1),
  target: 1,
  status: {
    level: 'bad',
    reason: 'some_break_promise',
    numbers: { kept: 1, judged: 2, models: 5, model: 'flight-delay' },
  },
  models: [flightQuality],
})

export const satisfaction = kpi({
  slug: 'satisfaction',
  title: { en: 'User satisfaction', 'pt-BR': 'Satisfação dos usuários' },
  unit: 'share',
  figure: figure(null, { reason: 'no_thumbs' }),
  previous: figure(null, { reason: 'no_thumbs' }),
  status: { level: 'unknown', reason: 'no_thumbs', numbers: {} },
})

export const incidents = kpi({
  slug: 'incidents',
  title: { en: 'Open incidents', 'pt-BR': 'Incidentes abertos' },
  better: 'lower',
  leads_to: 'alerts',
  figure: figure(2),
  previous: figure(0),
  target: 0,
  status: { level: 'bad', reason: 'some_open', numbers: { open: 2, serious: 1, opened: 3 } },
})

const frame = {
  period: { start: '2026-11-22', end: '2026-11-24' },
  previous: { start: '2026-11-20', end: '2026-11-22' },
  interval: 'day',
  model: null,
  replay: null,
  as_of: '2026-11-23T12:00:00Z',
  currency: 'USD',
} as const

export const board: KpiBoard = {
  ...frame,
  first_day: '2026-10-01',
  sources: [
    { source: 'replay', rows: 9000 },
    { source: 'api', rows: 1000 },
  ],
  kpis: [predictions, availability, quality, satisfaction, incidents],
}

const words = (text: string) => ({ en: text, 'pt-BR': text })

export const qualityDetail: KpiDetail = {
  ...frame,
  kpi: quality,
  explanation: {
    definition: words('How good the answers turned out.'),
    formula: words('The mean over answers with truth.'),
    source: words('The day rollups of judged answers.'),
    adds_up: words('Models are counted.'),
    excludes: words('Answers whose truth has not come.'),
  },
  anchor: 'docs/metrics.md#quality',
  by_model: [{ model: 'flight-delay', points: quality.series }],
}

export const promotedEntry: FeedEntry = {
  id: 'rollout:1',
  kind: 'rollout',
  event: 'promoted',
  at: '2026-11-23T10:00:00Z',
  title: { en: 'Version 3 was promoted.', 'pt-BR': 'A versão 3 foi promovida.' },
  actor: 'policy:flight-delay',
  reason: 'it was not worse in the canary',
  evidence: null,
  path: '/v1/models/flight-delay/rollouts',
  version: 3,
  model: 'flight-delay',
  model_title: { en: 'Flight delay', 'pt-BR': 'Atraso de voo' },
}

export const flightValue: ValueFormulaDetail = {
  model: 'flight-delay',
  number: 2,
  formula: {
    kind: 'warning',
    unit: 'minutes',
    money_per_unit: 1.2,
    right_warning: 25,
    false_warning: 4,
  },
  created_at: '2026-11-20T09:00:00Z',
  created_by: 'person:ada',
  reason: 'As agreed with the desk.',
  currency: 'USD',
  labels: ['on time', 'late'],
  suggested: {
    kind: 'warning',
    unit: 'minutes',
    money_per_unit: null,
    right_warning: 1,
    false_warning: 1,
  },
  estimate: {
    truths: 400,
    days: 20,
    units: 1000,
    units_low: 800,
    units_high: 1200,
    money: 1200,
    money_low: 960,
    money_high: 1440,
  },
}

export const paper: BoardReport = {
  id: 12,
  period: { start: '2026-11-16', end: '2026-11-23' },
  previous: { start: '2026-11-09', end: '2026-11-16' },
  interval: 'day',
  model: null,
  created_at: '2026-11-23T12:07:00Z',
  created_by: 'person:vera',
  written_at: '2026-11-23T12:07:03Z',
  job: { ...report.job, task: 'kpis.write' },
  files: [
    { language: 'en', url: '/v1/kpis/reports/12/content?language=en' },
    { language: 'pt-BR', url: '/v1/kpis/reports/12/content?language=pt-BR' },
  ],
}

/** While its job runs. */
export const paperGoingOn: BoardReport = {
  ...paper,
  written_at: null,
  job: { ...paper.job, state: 'running', progress: 0.3, finished_at: null },
  files: [],
}
