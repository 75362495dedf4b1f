import type { Approval, Policy, RolloutAction, RolloutDetail, Stage } from '@/api/types'

const CANDIDATE: readonly Stage[] = ['proposed', 'gated', 'shadow', 'canary']
const MAY_WAIT: readonly Stage[] = ['gated', 'shadow', 'canary', 'promoted']
const OPEN: readonly Stage[] = [...CANDIDATE, 'promoted']

/** Something may still happen to it by itself. */
export function isOpen(stage: Stage): boolean {
  return OPEN.includes(stage)
}

/** The first of the policy's weights above the present one. */
export function widerWeight(rollout: RolloutDetail, policy: Policy): number | null {
  return policy.canary.steps.find((step) => step.weight > rollout.weight)?.weight ?? null
}

/** The stage that begins next, where the policy may ask a person before it. */
export function awaitedApproval(rollout: RolloutDetail, policy: Policy): Approval | null {
  if (rollout.stage === 'gated') return 'shadow'
  if (rollout.stage === 'shadow') return 'canary'
  return rollout.stage === 'canary' && widerWeight(rollout, policy) === null ? 'promotion' : null
}

function mayBeApproved(rollout: RolloutDetail, policy: Policy | null): boolean {
  if (rollout.approved || policy === null) return false
  if (rollout.stage === 'promoted') return rollout.probation_until !== null
  const awaited = awaitedApproval(rollout, policy)
  return awaited !== null && policy.approvals.includes(awaited)
}

/** What a person may do with it now; the server has the last word. */
export function possibleActions(rollout: RolloutDetail, policy: Policy | null): RolloutAction[] {
  const { stage, paused_at: pausedAt } = rollout
  const serves = stage === 'promoted' || stage === 'settled'
  const possible: Record<RolloutAction, boolean> = {
    approve: mayBeApproved(rollout, policy),
    pause: MAY_WAIT.includes(stage) && pausedAt === null,
    resume: MAY_WAIT.includes(stage) && pausedAt !== null,
    promote: CANDIDATE.includes(stage),
    roll_back: stage === 'canary' || (serves && rollout.previous_version !== null),
    abort: CANDIDATE.includes(stage),
  }
  return (Object.keys(possible) as RolloutAction[]).filter((action) => possible[action])
}
