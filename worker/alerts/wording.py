"""What the loop's alerts say, in a business user's words. Pure."""

from dataclasses import dataclass

from api.core.rollouts.rules import Step
from api.core.rollouts.types import RolloutState
from api.core.tables import Check

_DRIFT = {
    "moderate": "What {model} is asked differs from what it was trained on",
    "serious": "What {model} is asked differs seriously from what it was trained on",
}
_QUALITY = {
    "moderate": "{model} answers worse than was promised",
    "serious": "{model} answers much worse than was promised",
}
_STOPPED = {
    Step.REJECT: "Version {version} of {model} was rejected in its trial",
    Step.ROLL_BACK: "Version {version} of {model} was taken back",
}


@dataclass(frozen=True)
class Told:
    title: str
    detail: str


def drift(check: Check) -> Told:
    title = _DRIFT[check.drift_severity].format(model=check.model_name)
    return Told(title, f"{check.drift_reason} {_what_follows(check)}")


def quality(check: Check) -> Told:
    title = _QUALITY[check.quality_severity].format(model=check.model_name)
    return Told(title, f"{check.quality_reason} {_what_follows(check)}")


def checked_again(check: Check, found: str) -> str:
    """Why an alert is over; ``found`` is the check's own sentence."""
    return f"Checked again at {check.at:%Y-%m-%d %H:%M} UTC: {found}"


def stopped(state: RolloutState, step: Step, reason: str) -> Told:
    """``state`` is that before the ``step``."""
    title = _STOPPED[step].format(version=state.version, model=state.model)
    champion = "" if state.champion is None else _who_answers(state, step)
    return Told(title, f"{reason[:1].upper()}{_ended(reason[1:])}{champion}")


def _who_answers(state: RolloutState, step: Step) -> str:
    if state.version == state.champion:
        return " The version before it answers everybody again."
    again = " again" if step is Step.ROLL_BACK else ", as before"
    return f" Version {state.champion} answers everybody{again}."


def _what_follows(check: Check) -> str:
    asked = {"retrain": "A retraining was", "recalibrate": "A recalibration was"}
    if check.repair is None:
        return f"Its repair waits for {_ended(check.reason)}"
    return f"{asked[check.repair]} asked for: {_ended(check.reason)}"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(".") else f"{sentence}."
