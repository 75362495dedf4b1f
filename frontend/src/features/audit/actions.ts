import type { ParseKeys } from 'i18next'

import type { AuditAction } from '@/api/types'

type Noun = AuditAction extends `${infer N}.${string}` ? N : never
type DeedOn<N extends Noun> =
  Extract<AuditAction, `${N}.${string}`> extends `${N}.${infer D}` ? D : never
type Words = { readonly [N in Noun]: { readonly [D in DeedOn<N>]: ParseKeys } }

/** Every action that the server writes down, in words; one without words fails the type check. */
export const ACTION_WORDS: Words = {
  person: {
    sign_in: 'auditAction.personSignIn',
    invite: 'auditAction.personInvite',
    change_role: 'auditAction.personChangeRole',
    disable: 'auditAction.personDisable',
    enable: 'auditAction.personEnable',
    set_password: 'auditAction.personSetPassword',
    reset_password: 'auditAction.personResetPassword',
    lock: 'auditAction.personLock',
    create_service: 'auditAction.personCreateService',
    create_external: 'auditAction.personCreateExternal',
    refuse_sign_in: 'auditAction.personRefuseSignIn',
  },
  api_key: { create: 'auditAction.apiKeyCreate', revoke: 'auditAction.apiKeyRevoke' },
  model: {
    upload: 'auditAction.modelUpload',
    register: 'auditAction.modelRegister',
    cache_responses: 'auditAction.modelCacheResponses',
  },
  draft: {
    start: 'auditAction.draftStart',
    change: 'auditAction.draftChange',
    try: 'auditAction.draftTry',
    register: 'auditAction.draftRegister',
    discard: 'auditAction.draftDiscard',
  },
  version: { override_execution: 'auditAction.versionOverrideExecution' },
  training: { start: 'auditAction.trainingStart', retry: 'auditAction.trainingRetry' },
  rollout: {
    propose: 'auditAction.rolloutPropose',
    clear_the_gate: 'auditAction.rolloutClearTheGate',
    start_shadow: 'auditAction.rolloutStartShadow',
    start_canary: 'auditAction.rolloutStartCanary',
    widen: 'auditAction.rolloutWiden',
    promote: 'auditAction.rolloutPromote',
    promote_now: 'auditAction.rolloutPromoteNow',
    settle: 'auditAction.rolloutSettle',
    supersede: 'auditAction.rolloutSupersede',
    restore: 'auditAction.rolloutRestore',
    roll_back: 'auditAction.rolloutRollBack',
    reject: 'auditAction.rolloutReject',
    abort: 'auditAction.rolloutAbort',
    approve: 'auditAction.rolloutApprove',
    pause: 'auditAction.rolloutPause',
    resume: 'auditAction.rolloutResume',
  },
  experiment: {
    create: 'auditAction.experimentCreate',
    start: 'auditAction.experimentStart',
    allocate: 'auditAction.experimentAllocate',
    stop: 'auditAction.experimentStop',
    discard: 'auditAction.experimentDiscard',
  },
  policy: { set: 'auditAction.policySet' },
  value: { set: 'auditAction.valueSet' },
  board: { print: 'auditAction.boardPrint' },
  checks: { ask: 'auditAction.checksAsk' },
  detailed_report: { ask: 'auditAction.detailedReportAsk' },
  report: { ask: 'auditAction.reportAsk' },
  alert: {
    raised: 'auditAction.alertRaised',
    escalated: 'auditAction.alertEscalated',
    acknowledged: 'auditAction.alertAcknowledged',
    resolved: 'auditAction.alertResolved',
    sent: 'auditAction.alertSent',
    not_sent: 'auditAction.alertNotSent',
    test: 'auditAction.alertTest',
  },
  history: { load: 'auditAction.historyLoad', remove: 'auditAction.historyRemove' },
  job: { cancel: 'auditAction.jobCancel', retry: 'auditAction.jobRetry' },
  batch: { start: 'auditAction.batchStart' },
}

/** What is acted on, as the filter groups it. */
export const NOUN_WORDS: { readonly [N in Noun]: ParseKeys } = {
  person: 'auditNoun.person',
  api_key: 'auditNoun.apiKey',
  model: 'auditNoun.model',
  draft: 'auditNoun.draft',
  version: 'auditNoun.version',
  training: 'auditNoun.training',
  rollout: 'auditNoun.rollout',
  experiment: 'auditNoun.experiment',
  policy: 'auditNoun.policy',
  value: 'auditNoun.value',
  board: 'auditNoun.board',
  checks: 'auditNoun.checks',
  detailed_report: 'auditNoun.detailedReport',
  report: 'auditNoun.report',
  alert: 'auditNoun.alert',
  history: 'auditNoun.history',
  job: 'auditNoun.job',
  batch: 'auditNoun.batch',
}

interface Group {
  noun: string
  title: ParseKeys
  actions: { value: string; title: ParseKeys }[]
}

export const ACTION_GROUPS: readonly Group[] = Object.entries(ACTION_WORDS).map(
  ([noun, deeds]) => ({
    noun,
    title: NOUN_WORDS[noun as Noun],
    actions: Object.entries(deeds).map(([deed, title]) => ({ value: `${noun}.${deed}`, title })),
  }),
)

const TITLES = new Map(
  ACTION_GROUPS.flatMap(({ actions }) => actions.map(({ value, title }) => [value, title])),
)

/** Null for what an earlier Farol wrote under a name that there is no more. */
export function actionWords(action: string): ParseKeys | null {
  return TITLES.get(action) ?? null
}
