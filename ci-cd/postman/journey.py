"""The order in which a person would use the API, so that each request finds what it asks for.

Every operation of OpenAPI is in here; the generator refuses to leave one out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Step:
    """One operation. An operation with several examples becomes that many requests."""

    operation_id: str
    expected: tuple[int, ...] = ()
    """Statuses that are right; empty means the one that OpenAPI gives for success."""
    keeps: Mapping[str, str] = field(default_factory=dict)
    """Collection variable -> path in the answer that it is set from."""
    until_finished: bool = False
    """Asks again while the answer's job is queued or running."""
    until_let_in: bool = False
    """With the key that was made, and again until the data plane knows it."""


JOURNEY = (
    Step("get_live"),
    Step("get_ready"),
    Step("get_metrics"),
    Step("list_models"),
    Step("get_model"),
    Step("get_overview"),
    Step("search_by_name"),
    Step("get_tools"),
    Step("get_version"),
    Step("get_sealed_file"),
    Step("predict", keeps={"prediction_id": "prediction_id"}),
    Step("predict_with_version"),
    Step("explain"),
    Step("compare_versions"),
    # A version that was made before held-out rows were sealed has none.
    Step("get_held_out_row", expected=(200, 404)),
    Step("answer_held_out_row", expected=(200, 404)),
    Step("create_service_account", expected=(201, 409)),
    Step("create_api_key", keeps={"api_key": "secret", "key_id": "key.id"}),
    Step("record_outcomes", until_let_in=True),
    Step("list_api_keys"),
    Step("revoke_api_key"),
    Step("give_feedback"),
    Step("get_model_metrics"),
    Step("v2_server_metadata"),
    Step("v2_server_live"),
    Step("v2_server_ready"),
    Step("v2_model_metadata"),
    Step("v2_version_metadata"),
    Step("v2_model_ready"),
    Step("v2_version_ready"),
    Step("v2_infer"),
    Step("v2_infer_with_version"),
    Step("list_sign_in_providers"),
    # Of a provider, where one is set, it would lead to its pages.
    Step("begin_openid_sign_in", expected=(404,)),
    Step("finish_openid_sign_in", expected=(404,)),
    Step("sign_in"),
    Step("get_session"),
    Step("list_own_sessions"),
    Step("sign_out_elsewhere"),
    # The password of the example is nobody's.
    Step("change_own_password", expected=(401,)),
    Step("sign_out"),
    Step("list_people"),
    # The second time that the collection runs, she has been let in already.
    Step("invite_person", expected=(201, 409)),
    Step("get_person"),
    Step("change_person"),
    Step("reset_password"),
    Step("read_audit"),
    Step("get_batch_limits"),
    Step("start_batch_prediction", keeps={"batch_id": "id", "job_id": "job.id"}),
    Step("get_batch_prediction", until_finished=True),
    Step("get_batch_result"),
    Step("get_batch_errors"),
    Step("list_jobs"),
    Step("list_queues"),
    Step("get_job"),
    Step("follow_job"),
    Step("change_model"),
    Step("override_execution"),
    # The first version is the champion already, and has nothing before it.
    Step("promote_version", expected=(200, 409)),
    Step("roll_back_model", expected=(200, 409)),
    Step("list_rollouts", keeps={"rollout_id": "rollouts[0].id"}),
    Step("propose_rollout", expected=(201, 409)),
    Step("advance_rollouts"),
    Step("act_on_rollout", expected=(200, 409)),
    Step("get_policy"),
    Step("preview_policy"),
    # Another than the default is set the second time that the collection runs.
    Step("set_policy", expected=(200, 409)),
    Step("list_policy_versions"),
    Step("ask_for_check"),
    Step("list_checks", keeps={"check_id": "checks[0].id"}),
    # The first check may not be over yet.
    Step("get_check", expected=(200, 404)),
    Step("list_check_slices", expected=(200, 404)),
    Step("get_slice_drift", expected=(200, 404)),
    # There is no check yet, or the page is still being written.
    Step("ask_for_detailed_report", expected=(202, 404)),
    Step("get_detailed_report", expected=(200, 404)),
    Step("quality_over_time"),
    Step("list_experiments"),
    Step("create_experiment", keeps={"experiment_id": "id"}),
    Step("get_experiment"),
    # Started beside nothing else, it is stopped, and then there is no draft to discard.
    Step("act_on_experiment", expected=(200, 409)),
    Step("get_timeline"),
    Step("preview_value_formula"),
    # Another than none is set the second time that the collection runs.
    Step("set_value_formula", expected=(200, 409)),
    Step("get_value_formula"),
    Step("list_value_formulas"),
    Step("get_kpis"),
    Step("get_kpi"),
    Step("get_kpi_feed"),
    Step("export_kpis"),
    Step("print_kpis", keeps={"report_id": "id", "job_id": "job.id"}),
    Step("get_printed_kpis", until_finished=True),
    Step("get_printed_kpis_content"),
    # An answer reaches the log a moment after it was given.
    Step("trace_prediction", expected=(200, 404)),
    Step("ask_for_report", keeps={"report_id": "id", "job_id": "job.id"}),
    Step("get_report", until_finished=True),
    Step("get_report_content"),
    Step("list_reports"),
    Step("start_training", keeps={"training_run_id": "id", "job_id": "job.id"}),
    Step("list_training_runs"),
    Step("get_training_run"),
    # A quick worker may have finished.
    Step("cancel_job", expected=(200, 409)),
    # A worker that has begun stops at its next step.
    Step("retry_training", expected=(202, 409)),
    Step("list_recipes"),
    # Nothing failed.
    Step("retry_job", expected=(200, 409)),
    Step("list_alerts"),
    # In a healthy installation there is none yet.
    Step("get_alert", expected=(200, 404)),
    Step("act_on_alert", expected=(200, 404, 409)),
    Step("test_notification"),
    Step("get_history"),
    Step("load_history"),
    Step("remove_history"),
    Step("register_model"),
    Step("start_draft", keeps={"draft_id": "id"}),
    Step("list_drafts"),
    Step("get_draft"),
    # The graph may not have been looked at yet, nor a row answered.
    Step("change_draft", expected=(200, 409)),
    Step("try_draft", expected=(202, 409)),
    Step("register_draft", expected=(202, 409)),
    Step("discard_draft", expected=(204, 409)),
)
