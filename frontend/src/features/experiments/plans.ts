/** A plan while it is made: arms come, go and change their names. */
import type { ExperimentPlan, VersionSummary } from '@/api/types'

export type Arm = ExperimentPlan['arms'][number]

export const MOST_ARMS = 8

/** What users have now against the newest other version, in equal shares. */
export function startingPlan(
  versions: Pick<VersionSummary, 'version'>[],
  champion: number | null,
): ExperimentPlan {
  const numbers = versions.map(({ version }) => version).toSorted((a, b) => b - a)
  const present = champion ?? numbers[0] ?? 1
  const other = numbers.find((number) => number !== present) ?? present
  return {
    arms: [
      { name: 'present', version: present, share: 0.5 },
      { name: 'new', version: other, share: 0.5 },
    ],
    control: 'present',
    goal: { measure: 'quality', values: [] },
    minimum_effect: 0.005,
    confidence: 0.95,
    guardrails: [
      { measure: 'latency', tolerance: 0.05 },
      { measure: 'errors', tolerance: 0.01 },
    ],
    horizon: { subjects: 20_000, days: 28 },
    minimum_subjects: 100,
    mode: 'fixed',
    thompson: { floor: 0.1, every_hours: 1 },
    covariate_days: 14,
    stops_itself: true,
  }
}

function inEqualShares(arms: Arm[]): Arm[] {
  return arms.map((arm) => ({ ...arm, share: 1 / arms.length }))
}

export function withArm(plan: ExperimentPlan): ExperimentPlan {
  const taken = new Set(plan.arms.map(({ name }) => name))
  const number = [2, 3, 4, 5, 6, 7, 8, 9].find((next) => !taken.has(`new-${String(next)}`)) ?? 2
  const version = plan.arms.at(-1)?.version ?? 1
  const arm = { name: `new-${String(number)}`, version, share: 0 }
  return { ...plan, arms: inEqualShares([...plan.arms, arm]) }
}

/** The first arm that is left takes the control's place where that one went. */
export function withoutArm(plan: ExperimentPlan, index: number): ExperimentPlan {
  const arms = inEqualShares(plan.arms.filter((_, position) => position !== index))
  const isKnown = arms.some(({ name }) => name === plan.control)
  return { ...plan, arms, control: isKnown ? plan.control : (arms[0]?.name ?? '') }
}

/** The control stays the control under another name. */
export function withArmChanged(
  plan: ExperimentPlan,
  index: number,
  change: Partial<Arm>,
): ExperimentPlan {
  const before = plan.arms[index]
  const arms = plan.arms.map((arm, position) => (position === index ? { ...arm, ...change } : arm))
  const isControl = before?.name === plan.control
  return { ...plan, arms, control: isControl ? (change.name ?? plan.control) : plan.control }
}

type Guarded = 'latency' | 'errors'

export function toleranceOf(plan: ExperimentPlan, measure: Guarded): number | null {
  return plan.guardrails.find((guardrail) => guardrail.measure === measure)?.tolerance ?? null
}

export function withTolerance(
  plan: ExperimentPlan,
  measure: Guarded,
  tolerance: number | null,
): ExperimentPlan {
  const others = plan.guardrails.filter((guardrail) => guardrail.measure !== measure)
  return {
    ...plan,
    guardrails: tolerance === null ? others : [...others, { measure, tolerance }],
  }
}

/** A goal is not its own guardrail. */
export function withGoal(
  plan: ExperimentPlan,
  measure: ExperimentPlan['goal']['measure'],
): ExperimentPlan {
  return {
    ...plan,
    goal: { measure, values: [] },
    guardrails: plan.guardrails.filter((guardrail) => guardrail.measure !== measure),
  }
}
