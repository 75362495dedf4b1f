import type { components } from '@/api/schema.gen'
import type { Draft } from '@/api/types'

export type DraftDocument = NonNullable<Draft['document']>
export type DraftField = DraftDocument['schema']['fields'][number]
export type DraftOutput = DraftDocument['schema']['outputs'][number]
export type Findings = NonNullable<Draft['findings']>
export type DraftSummary = components['schemas']['DraftSummary']
export type Task = DraftDocument['schema']['task']
export type WidgetKind = NonNullable<DraftDocument['presentation']['widgets'][string]>['kind']
export type TriedRow = NonNullable<NonNullable<Draft['trial']>['results']>[number]
