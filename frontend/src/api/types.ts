/** Short names of the generated types. */
import type { Readable } from 'openapi-typescript-helpers'

import type { components } from './schema.gen'

/** As the client gives them back. */
type Schemas = { [Name in keyof components['schemas']]: Readable<components['schemas'][Name]> }

export type { Localised } from '@/lib/localised'
export type ModelSummary = Schemas['ModelSummary']
export type ModelDetail = Schemas['ModelDetail']
export type VersionSummary = Schemas['VersionSummary']
export type ModelSchema = Schemas['InputSchema']
export type SchemaField = Schemas['SchemaField']
export type Example = Schemas['Example']
export type Presentation = Schemas['Presentation']
export type Widget = Schemas['Widget']
export type WidgetKind = Widget['kind']
export type Option = Schemas['Option']
export type AnswerKind = Presentation['answer']
export type Metric = Schemas['Metric']
export type Slice = Schemas['Slice']
export type Evaluation = Schemas['Evaluation']
export type CalibrationBin = Schemas['CalibrationBin']
export type Card = Schemas['Card']
export type Manifest = Schemas['Manifest']
export type Execution = Schemas['Execution']
export type Stage = NonNullable<VersionSummary['stage']>
export type TaskName = ModelSchema['task']
export type Explanation = Schemas['ExplainAnswer']
export type Contribution = Schemas['Contribution']
export type TrainingRun = Schemas['TrainingRun']
export type Recipe = Schemas['Recipe']
export type RecipeParameter = Schemas['RecipeParameter']
export type VersionDetail = Schemas['VersionDetail']
export type Job = Schemas['Job']
export type JobDetail = Schemas['JobDetail']
export type JobEvent = Schemas['JobEvent']
export type JobState = Job['state']
export type Draft = Schemas['Draft']
export type BatchPrediction = Schemas['BatchPrediction']
export type Thumb = Schemas['FeedbackOrder']['thumb']
export type Scalar = Manifest['parameters'][string]
export type VersionMetrics = Schemas['VersionMetrics']
export type Quantiles = Schemas['Quantiles']
export type Policy = Schemas['Policy']
export type PolicyDetail = Schemas['PolicyDetail']
export type PolicyVersion = Schemas['PolicyVersion']
export type Approval = Policy['approvals'][number]
export type CanaryStep = Schemas['PolicyCanaryStep']
export type RolloutList = Schemas['RolloutList']
export type RolloutDetail = Schemas['RolloutDetail']
export type RolloutTransition = Schemas['RolloutTransition']
export type Check = Schemas['Check']
export type CheckDetail = Schemas['CheckDetail']
export type Severity = Check['drift_severity']
export type Drift = Schemas['Drift']
export type FeatureDrift = Schemas['FeatureDrift']
export type Histogram = Schemas['Histogram']
export type HistogramBar = Schemas['HistogramBar']
export type QualityOverTime = Schemas['QualityOverTime']
export type QualityPeriod = Schemas['QualityPeriod']
export type QualityFigure = Schemas['MeasuredFigure']
export type CheckedQuality = Schemas['Quality']
export type TimelineEntry = Schemas['TimelineEntry']
export type TimelineKind = TimelineEntry['kind']
export type Report = Schemas['ReportSummary']
export type ReportDetail = Schemas['ReportDetail']
export type ReportFile = Schemas['ReportFile']
export type Experiment = Schemas['ExperimentSummary']
export type ExperimentDetail = Schemas['ExperimentDetail']
export type ExperimentPlan = Schemas['ExperimentPlan']
export type ExperimentResult = Schemas['ExperimentResult']
export type ExperimentArmResult = Schemas['ArmResult']
export type ExperimentLook = Schemas['ExperimentLook']
export type ExperimentMeasure = Schemas['ExperimentGoal']['measure']
export type ExperimentAction = Schemas['ExperimentActionOrder']['action']
export type SearchHit = Schemas['SearchHit']
export type Overview = Schemas['Overview']
export type ModelOverview = Schemas['ModelOverview']
export type Attention = Schemas['Attention']
export type Alert = Schemas['Alert']
export type AlertDetail = Schemas['AlertDetail']
export type AlertEvent = Schemas['AlertEvent']
export type AlertState = Alert['state']
export type AlertSeverity = Alert['severity']
export type AlertEventKind = AlertEvent['kind']
export type AlertAction = Schemas['AlertActionOrder']['action']
export type Person = Schemas['Person']
export type FirstPassword = Schemas['FirstPassword']
export type Invitation = Schemas['Invitation']
export type PersonChange = Schemas['PersonChange']
export type ApiKey = Schemas['ApiKey']
export type ApiKeyOrder = Schemas['ApiKeyOrder']
export type NewApiKey = Schemas['NewApiKey']
export type OpenSession = Schemas['OpenSession']
export type AuditEntry = Schemas['AuditEntry']
export type AuditAction = AuditEntry['action']
export type RolloutAction = Schemas['RolloutActionOrder']['action']

export type Kpi = Schemas['Kpi']
export type BoardReport = Schemas['BoardReport']
export type KpiBoard = Schemas['KpiBoard']
export type KpiDetail = Schemas['KpiDetail']
export type KpiFigure = Schemas['KpiFigure']
export type KpiMeasure = Schemas['KpiMeasure']
export type KpiModelPart = Schemas['KpiModelPart']
export type KpiPoint = Schemas['KpiPoint']
export type KpiStatus = Schemas['KpiStatus']
export type ValueEstimate = Schemas['ValueEstimate']
export type ValueFormula = NonNullable<ValueFormulaDetail['formula']>
export type ValueFormulaDetail = Schemas['ValueFormulaDetail']
export type FeedEntry = Schemas['FeedEntry']

/** Values by field name. */
export type Row = Record<string, unknown>

/** One element of `predictions`; which members it has depends on the schema's task. */
export type Prediction = Record<string, unknown>

export type HeldOutRow = Readable<components['schemas']['HeldOutRow']>
export type HeldOutAnswer = Omit<Schemas['HeldOutAnswer'], 'prediction'> & {
  prediction: Prediction
}
export interface CompareAnswer {
  model: string
  answers: { version: number; prediction: Prediction; score_seconds: number }[]
}

export interface PredictAnswer extends Omit<Schemas['PredictAnswer'], 'predictions'> {
  predictions: Prediction[]
}
export type Replay = Schemas['Replay']
export type HistoryState = Schemas['HistoryState']
