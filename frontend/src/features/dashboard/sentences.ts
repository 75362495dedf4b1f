import type { ParseKeys, TFunction } from 'i18next'

import type { Kpi, KpiFigure, KpiModelPart, KpiStatus } from '@/api/types'
import type { Formatter } from '@/lib/format'

import { changeOf, figureText, type Written } from './figures'

/** What a sentence is about: a number of all models, or of one. */
interface Subject {
  slug: string
  unit: Kpi['unit']
  better: Kpi['better']
  figure: KpiFigure
  previous: KpiFigure
  status: KpiStatus
  written: Written
}

interface Reader {
  t: TFunction
  format: Formatter
  /** What a model is called. */
  titleOf: (model: string) => string
}

/** By the number and by why it is as it is. */
const STATUS_SENTENCES: Readonly<Record<string, ParseKeys>> = {
  'predictions stopped': 'kpiSentence.stopped',
  'availability meets_objective': 'kpiSentence.availabilityKept',
  'availability misses_objective': 'kpiSentence.availabilityMissed',
  'error-budget budget_left': 'kpiSentence.budgetLeft',
  'error-budget budget_low': 'kpiSentence.budgetLow',
  'error-budget budget_spent': 'kpiSentence.budgetSpent',
  'latency-p95 meets_objective': 'kpiSentence.latencyKept',
  'latency-p95 misses_objective': 'kpiSentence.latencyMissed',
  'quality all_keep_promise': 'kpiSentence.qualityAllKept',
  'quality some_break_promise': 'kpiSentence.qualityBroken',
  'quality keeps_promise': 'kpiSentence.qualityKept',
  'quality breaks_promise': 'kpiSentence.qualityMissed',
  'quality too_little_truth': 'kpiSentence.tooLittleTruth',
  'satisfaction meets_objective': 'kpiSentence.satisfactionKept',
  'satisfaction misses_objective': 'kpiSentence.satisfactionMissed',
  'satisfaction too_few_thumbs': 'kpiSentence.tooFewThumbs',
  'value worth_it': 'kpiSentence.worthIt',
  'value costs_more': 'kpiSentence.costsMore',
  'value not_shown': 'kpiSentence.worthNotShown',
  'value too_little_truth': 'kpiSentence.worthUnsure',
  'incidents none_open': 'kpiSentence.noIncident',
  'incidents some_open': 'kpiSentence.incidents',
}

export const UNKNOWN: Readonly<Record<NonNullable<KpiFigure['reason']>, ParseKeys>> = {
  nothing_recorded: 'kpiUnknown.nothingRecorded',
  in_the_future: 'kpiUnknown.future',
  no_requests: 'kpiUnknown.requests',
  no_thumbs: 'kpiUnknown.thumbs',
  no_truth: 'kpiUnknown.truth',
  no_promise: 'kpiUnknown.promise',
  no_predictions: 'kpiUnknown.predictions',
  no_formula: 'kpiUnknown.formula',
  no_rate: 'kpiUnknown.rate',
}

/** What the number says, in one sentence of the reader's language. */
export function sentence(subject: Subject, reader: Reader): string {
  const { t, format } = reader
  const { figure, slug, status, written } = subject
  if (figure.value === null && figure.reason !== null) return t(UNKNOWN[figure.reason])
  const key = sentenceOf(slug, status)
  if (!key || figure.value === null) return comparison(subject, reader)
  const value = figureText(figure.value, written, format)
  const end = (number: number | null) =>
    number === null ? '–' : figureText(number, written, format)
  const numbers = {
    value,
    low: end(figure.low),
    high: end(figure.high),
    n: format.integer(figure.n),
    ...writtenNumbers(subject, reader),
  }
  // Which numbers a sentence needs is known by the API, not by the type of its key.
  return (t as (key: string, values: object) => string)(key, {
    ...numbers,
    count: countOf(subject),
  })
}

function sentenceOf(slug: string, { reason, numbers }: KpiStatus): ParseKeys | undefined {
  // Where nothing was paid for, it is worth something or nothing, not more than it cost.
  if (slug === 'value' && numbers.cost === null && reason !== 'too_little_truth') {
    return 'kpiSentence.worthAlone'
  }
  return STATUS_SENTENCES[`${slug} ${reason}`]
}

/** What the number is beside what it was. */
function comparison(subject: Subject, { t, format }: Reader): string {
  const { figure, previous, written } = subject
  if (figure.value === null) return ''
  const change = changeOf(subject, figure, previous)
  if (change === null || previous.value === null) return t('kpiSentence.nothingBefore')
  const before = figureText(previous.value, written, format)
  if (change.by === 0) return t('kpiSentence.same', { before })
  if (change.by === null) return t('kpiSentence.fromNothing')
  const by = format.percent(Math.abs(change.by), 0, 1)
  return change.by > 0
    ? t('kpiSentence.more', { by, before })
    : t('kpiSentence.less', { by, before })
}

/** The status's numbers as the reader writes them, by their names. */
function writtenNumbers(
  { status, unit, written }: Subject,
  { format, titleOf }: Reader,
): Record<string, string> {
  const texts = Object.entries(status.numbers).map(([name, value]) => {
    if (value === null) return [name, '–']
    if (name === 'model') return [name, titleOf(String(value))]
    if (typeof value === 'string') return [name, value]
    if (name === 'cost') return [name, format.money(value, written.currency)]
    if (name === 'objective') return [name, figureText(value, { ...written, unit }, format)]
    if (name === 'promised') return [name, figureText(value, written, format)]
    if (name === 'loss_increase') return ['increase', format.percent(Math.abs(value), 0, 1)]
    return [name, format.number(value)]
  })
  return Object.fromEntries(texts) as Record<string, string>
}

/** The number that a sentence's plural goes by. */
const COUNTED: Readonly<Record<string, string>> = {
  some_open: 'open',
  none_open: 'opened',
  all_keep_promise: 'judged',
  some_break_promise: 'judged',
  too_few_thumbs: 'thumbs',
  too_little_truth: 'truths',
}

function countOf({ status, figure }: Subject): number {
  const counted = status.numbers[COUNTED[status.reason] ?? '']
  return typeof counted === 'number' ? counted : figure.n
}

export function subjectOf(kpi: Kpi, currency: string, part: KpiModelPart | null = null): Subject {
  const of = part ?? kpi
  // Over one model the API gives its own measure; over all of them each part has one.
  const own = kpi.leads_to === 'quality' ? part?.measure : null
  const measure = own ?? (kpi.unit === 'measure' ? kpi.models[0]?.measure : null)
  const unit = own ? 'measure' : kpi.unit
  const better = measure?.better ?? kpi.better
  return {
    slug: kpi.slug,
    unit,
    better,
    figure: of.figure,
    previous: of.previous,
    status: of.status,
    written: { unit, currency, measure },
  }
}
