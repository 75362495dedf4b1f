"""Every table, so that one import fills the metadata."""

from api.core.tables.alert import Alert, AlertDelivery, AlertEvent
from api.core.tables.api_key import ApiKey
from api.core.tables.base import Table
from api.core.tables.batch import BatchPrediction
from api.core.tables.board_report import BoardReport, BoardReportFile
from api.core.tables.day_rollup import (
    FeedbackDay,
    JudgedDay,
    PredictionDay,
    ServingDay,
    UsageDay,
    ValueFormula,
)
from api.core.tables.detailed_report import DetailedReport
from api.core.tables.experiment import Experiment, ExperimentAllocation, ExperimentLook
from api.core.tables.history import History
from api.core.tables.job import Job, JobEvent, OutboxMessage
from api.core.tables.measurement import Check, DriftDay, QualityDay
from api.core.tables.model import Model, ModelVersion
from api.core.tables.model_draft import ModelDraft
from api.core.tables.model_failure import ModelFailure
from api.core.tables.outcome import Feedback, Outcome
from api.core.tables.person import Person, SignInAttempt, WebSession
from api.core.tables.policy import PolicyVersion
from api.core.tables.prediction import Prediction, ServingRollup, SpoolPosition
from api.core.tables.recipe import Recipe
from api.core.tables.report import Report, ReportFile
from api.core.tables.rollout import AuditEntry, Rollout, RolloutTransition, ServingRevision
from api.core.tables.shadow_prediction import ShadowPrediction, ShadowRollup
from api.core.tables.training_run import TrainingRun

__all__ = [
    "Alert",
    "AlertDelivery",
    "AlertEvent",
    "ApiKey",
    "AuditEntry",
    "BatchPrediction",
    "BoardReport",
    "BoardReportFile",
    "Check",
    "DetailedReport",
    "DriftDay",
    "Experiment",
    "ExperimentAllocation",
    "ExperimentLook",
    "Feedback",
    "FeedbackDay",
    "History",
    "Job",
    "JobEvent",
    "JudgedDay",
    "Model",
    "ModelDraft",
    "ModelFailure",
    "ModelVersion",
    "OutboxMessage",
    "Outcome",
    "Person",
    "PolicyVersion",
    "Prediction",
    "PredictionDay",
    "QualityDay",
    "Recipe",
    "Report",
    "ReportFile",
    "Rollout",
    "RolloutTransition",
    "ServingDay",
    "ServingRevision",
    "ServingRollup",
    "ShadowPrediction",
    "ShadowRollup",
    "SignInAttempt",
    "SpoolPosition",
    "Table",
    "TrainingRun",
    "UsageDay",
    "ValueFormula",
    "WebSession",
]
