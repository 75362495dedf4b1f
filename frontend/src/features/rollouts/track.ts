import type { Policy, RolloutDetail, RolloutTransition, Stage } from '@/api/types'

export type StationKind = 'gate' | 'shadow' | 'canary' | 'promoted' | 'settled'
export type StationState =
  /** It went through here. */
  | 'done'
  /** A person took it past here. */
  | 'skipped'
  | 'now'
  /** Here it was stopped. */
  | 'ended'
  | 'ahead'

export interface Station {
  kind: StationKind
  /** Share of the traffic of a canary, else null. */
  weight: number | null
  state: StationState
}

type Place = Omit<Station, 'state'>

const ENDED: readonly Stage[] = ['rejected', 'rolled_back', 'aborted']

function places(rollout: RolloutDetail, policy: Policy | null): Place[] {
  const taken = rollout.transitions
    .filter(({ to_stage: stage }) => stage === 'canary')
    .map(({ weight }) => weight)
  const planned = policy?.canary.steps.map(({ weight }) => weight) ?? []
  const weights = [...new Set([...planned, ...taken])].sort((one, other) => one - other)
  const plain = (kind: StationKind): Place => ({ kind, weight: null })
  return [
    plain('gate'),
    plain('shadow'),
    ...weights.map((weight): Place => ({ kind: 'canary', weight })),
    plain('promoted'),
    plain('settled'),
  ]
}

/** Where a stage stands on the way; what is past the gate waits for the shadow. */
function indexOf(stage: Stage, weight: number, way: Place[]): number {
  const find = (kind: StationKind) => way.findIndex((place) => place.kind === kind)
  switch (stage) {
    case 'proposed':
      return find('gate')
    case 'gated':
    case 'shadow':
      return find('shadow')
    case 'canary':
      return Math.max(
        way.findLastIndex((place) => place.weight !== null && place.weight <= weight),
        find('canary'),
      )
    case 'promoted':
      return find('promoted')
    default:
      return way.length - 1
  }
}

/** Where it stood before it ended; a champion that was replaced had gone all the way. */
function lastPlace(rollout: RolloutDetail, way: Place[]): number {
  const steps = rollout.transitions
  const end = steps.findLastIndex(({ to_stage: stage }) => ENDED.includes(stage))
  const before = steps[end - 1]
  return before ? indexOf(before.to_stage, before.weight, way) : 0
}

function wasAt(place: Place, steps: readonly RolloutTransition[]): boolean {
  if (place.kind === 'gate') return steps.some(({ to_stage: stage }) => stage === 'gated')
  return steps.some(
    ({ to_stage: stage, weight }) =>
      stage === place.kind && (place.weight === null || place.weight === weight),
  )
}

/** The way of a rollout, from the gate to the end of its probation, and where it stands on it. */
export function trackOf(rollout: RolloutDetail, policy: Policy | null): Station[] {
  const way = places(rollout, policy)
  const ended = ENDED.includes(rollout.stage)
  const over = rollout.stage === 'settled' || rollout.stage === 'superseded'
  const here = ended ? lastPlace(rollout, way) : indexOf(rollout.stage, rollout.weight, way)
  return way.map((place, index) => {
    if (index === here && !over) return { ...place, state: ended ? 'ended' : 'now' }
    if (index > here) return { ...place, state: 'ahead' }
    return { ...place, state: wasAt(place, rollout.transitions) ? 'done' : 'skipped' }
  })
}
