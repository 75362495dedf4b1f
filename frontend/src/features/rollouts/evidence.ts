/** The figures that a step rests on, read from the JSON that a transition keeps. */
import type { Policy } from '@/api/types'

export interface Comparison {
  rows: number
  /** Loss of the candidate above the champion's, as a share of that where there is one. */
  change: number
  /** Its interval. */
  lower: number
  upper: number
  /** In units of the loss, where the champion's is 0. */
  isRelative: boolean
  confidence: number
}

export interface Pairs extends Comparison {
  truthCoverage: number
  droppedShare: number
}

export interface SliceComparison extends Comparison {
  name: string
}

export interface Gate extends Comparison {
  latencyRatio: number
  sizeRatio: number
  agreement: number
  nanAnswers: number
  slices: SliceComparison[]
  suspicions: string[]
}

export const GUARDRAILS = ['errors', 'latency', 'score_shift', 'nan_answers'] as const
export type GuardrailName = (typeof GUARDRAILS)[number]
export type Verdict = 'held' | 'breached' | 'too_little_data'

export interface Guardrail {
  name: GuardrailName
  verdict: Verdict
  rows: number
  value: number
  limit: number
  detail: string
}

export interface Evidence {
  gate: Gate | null
  pairs: Pairs | null
  guardrails: Guardrail[]
}

type Json = Record<string, unknown>

function part(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : null
}

/** What was not a number, such as NaN, has become null on its way. */
function number(json: Json, name: string): number {
  const value = json[name]
  return typeof value === 'number' ? value : Number.NaN
}

function text(json: Json, name: string): string {
  const value = json[name]
  return typeof value === 'string' ? value : ''
}

function list(json: Json, name: string): unknown[] {
  const value = json[name]
  return Array.isArray(value) ? value : []
}

function comparison(json: Json, confidence: number): Comparison {
  const loss = number(json, 'champion_loss')
  const scale = loss > 0 ? loss : 1
  return {
    rows: number(json, 'rows'),
    // An improvement is the champion's loss less the candidate's.
    change: -number(json, 'improvement') / scale,
    lower: -number(json, 'upper') / scale,
    upper: -number(json, 'lower') / scale,
    isRelative: loss > 0,
    confidence,
  }
}

function gateFrom(json: Json | null): Gate | null {
  if (!json) return null
  const confidence = number(json, 'confidence')
  return {
    ...comparison(json, confidence),
    latencyRatio: number(json, 'latency_ratio'),
    sizeRatio: number(json, 'size_ratio'),
    agreement: number(json, 'agreement'),
    nanAnswers: number(json, 'nan_answers'),
    slices: list(json, 'slices')
      .map(part)
      .filter((slice) => slice !== null)
      .map((slice) => ({ ...comparison(slice, confidence), name: text(slice, 'name') })),
    suspicions: list(json, 'suspicions').filter((sentence) => typeof sentence === 'string'),
  }
}

function pairsFrom(json: Json | null): Pairs | null {
  if (!json) return null
  return {
    ...comparison(json, number(json, 'confidence')),
    truthCoverage: number(json, 'truth_coverage'),
    droppedShare: number(json, 'dropped_share'),
  }
}

function verdictFrom(json: Json): Verdict {
  const verdict = text(json, 'verdict')
  return verdict === 'held' || verdict === 'breached' ? verdict : 'too_little_data'
}

function guardrailsFrom(json: Json | null): Guardrail[] {
  if (!json) return []
  return GUARDRAILS.flatMap((name) => {
    const guardrail = part(json[name])
    if (!guardrail) return []
    return {
      name,
      verdict: verdictFrom(guardrail),
      rows: number(guardrail, 'rows'),
      value: number(guardrail, 'value'),
      limit: number(guardrail, 'limit'),
      detail: text(guardrail, 'detail'),
    }
  })
}

export function evidenceFrom(stored: Json | null): Evidence {
  return {
    gate: gateFrom(part(stored?.gate)),
    pairs: pairsFrom(part(stored?.pairs)),
    guardrails: guardrailsFrom(part(stored?.guardrails)),
  }
}

export type Standing = 'good' | 'worse' | 'open'
export type Demand = Policy['shadow']['demand']

/** What an interval says about a loss that may be at most `tolerated` above the champion's. */
export function standing(found: Comparison, tolerated: number, demand: Demand): Standing {
  if (found.lower > tolerated) return 'worse'
  // Where only harm counts, whatever is not shown to be worse passes.
  if (demand === 'no_harm') return 'good'
  const shown = demand === 'better' ? found.upper < 0 : found.upper <= tolerated
  return shown ? 'good' : 'open'
}
