"""The command line as a shell sees it: help, exit codes, one sentence per refusal."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = (
    "up", "train", "models", "predict", "register", "promote", "roll-back", "rollouts",
    "experiments", "alerts", "timeline", "trace", "report", "replay", "demo", "reproduce",
    "password", "key", "doctor",
)  # fmt: skip


def farol(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        env=os.environ | {"FAROL_DATA_DIR": str(data_dir), "FAROL_PORT": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_every_command_has_help(tmp_path: Path) -> None:
    listing = farol(tmp_path, "--help").stdout
    assert [name for name in COMMANDS if name not in listing] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_ends_well(tmp_path: Path, command: str) -> None:
    assert farol(tmp_path, command, "--help").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["train", "nonsense"], "no recipe is called 'nonsense'; there are: "),
        (["train", "digits", "--parameter", "seed"], "not of the form NAME=VALUE"),
        (["predict", "digits", "--input", "{"], "--input is not JSON"),
        (["predict", "digits", "--input", "nowhere.json"], "neither JSON nor a file"),
        (["predict", "digits", "--input", "{}"], "Start it with: farol up"),
        (["promote", "digits", "1", "--reason", "r"], "digits"),
        (["roll-back", "digits", "--reason", "r"], "digits"),
        (["rollouts", "digits"], "there is no model 'digits'"),
        (["experiments", "show", "9"], "there is no experiment 9"),
        (["alerts", "acknowledge", "7", "--reason", "r"], "there is no alert 7"),
        (["alerts", "test"], "No channel is configured"),
        (["timeline", "digits"], "there is no model 'digits'"),
        (["trace", "p1"], "there is no prediction 'p1' in the log"),
        (["demo"], "no version of flight-delay answers yet"),
        (["report", "digits"], "there is no model 'digits'"),
        (["report", "digits", "--from", "yesterday"], "'yesterday' is no day or moment"),
        (["report", "digits", "--language", "fr"], "there is no report in 'fr'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_refusal_is_one_sentence(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    result = farol(tmp_path, *arguments)
    assert result.returncode == 1
    assert sentence in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr


def test_without_a_history_there_is_nothing_to_remove(tmp_path: Path) -> None:
    removed = farol(tmp_path, "demo", "--remove", "--json")
    assert (removed.returncode, json.loads(removed.stdout)) == (0, {"status": "absent"})
    assert "Load it with: farol demo" in farol(tmp_path, "demo", "--status").stdout


def test_models_of_an_empty_installation_are_an_empty_list(tmp_path: Path) -> None:
    assert json.loads(farol(tmp_path, "models", "--json").stdout) == []
