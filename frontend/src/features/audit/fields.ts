import type { ParseKeys } from 'i18next'

/** Names of what entries tell, where they are not those of a policy or of a model's own settings. */
export const FIELD_WORDS: Readonly<Record<string, ParseKeys>> = {
  as_of: 'auditField.asOf',
  batch_id: 'auditField.batch',
  cache_responses: 'auditField.cacheResponses',
  champion: 'auditField.champion',
  channels: 'auditField.channels',
  check_id: 'auditField.check',
  digest: 'auditField.digest',
  disabled: 'auditField.disabled',
  ends_at: 'auditField.endsAt',
  experiment: 'auditField.experiment',
  expires_at: 'auditField.expiresAt',
  job_id: 'auditField.job',
  key: 'auditField.key',
  locked_until: 'auditField.lockedUntil',
  name: 'auditField.name',
  number: 'auditField.number',
  override: 'auditField.override',
  owner: 'auditField.owner',
  parameters: 'auditField.parameters',
  plan: 'auditField.plan',
  policy: 'auditField.policy',
  predictions: 'auditField.predictions',
  report_id: 'auditField.report',
  requests_per_minute: 'auditField.requestsPerMinute',
  role: 'auditField.role',
  rollout: 'auditField.rollout',
  scopes: 'auditField.scopes',
  severity: 'auditField.severity',
  shares: 'auditField.shares',
  shifted_weeks: 'auditField.shiftedWeeks',
  size_bytes: 'auditField.size',
  stage: 'auditField.stage',
  starts_at: 'auditField.startsAt',
  state: 'auditField.state',
  status: 'auditField.status',
  training_run_id: 'auditField.trainingRun',
  upload_id: 'auditField.upload',
  version: 'auditField.version',
  weight: 'auditField.weight',
  window: 'auditField.window',
}

/** Numbers that are names: written without separators. */
const IDENTIFIERS = new Set(['experiment', 'rollout', 'version', 'champion', 'number'])

export function isIdentifier(name: string): boolean {
  return name.endsWith('_id') || IDENTIFIERS.has(name)
}
