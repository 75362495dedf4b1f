"""Every command and example in the documentation, run as written against the started product."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from product import ROOT, Product, environment, free_port, started

BLOCK = re.compile(r"^```(\w+)(?: title=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUNNABLE = {"sh", "python"}
ROOT_COMMANDS = re.compile(r"^make ", re.MULTILINE)
"""Blocks that start or test a whole installation: this test suite is what they would run."""

DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


@dataclass(frozen=True)
class Block:
    language: str
    title: str
    code: str


def blocks(document: Path) -> list[Block]:
    found = [
        Block(language, title, code)
        for language, title, code in BLOCK.findall(document.read_text(encoding="utf-8"))
    ]
    return [
        b for b in found if (b.title or b.language in RUNNABLE) and not ROOT_COMMANDS.search(b.code)
    ]


def run(block: Block, folder: Path, env: dict[str, str]) -> str:
    command = ["bash", "-euo", "pipefail", "-c", block.code]
    if block.language == "python":
        command = [sys.executable, "-c", block.code]
    result = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert result.returncode == 0, f"{block.code}\n{result.stdout}\n{result.stderr}"
    assert '"status":4' not in result.stdout, f"{block.code}\n{result.stdout}"
    assert '"status":5' not in result.stdout, f"{block.code}\n{result.stdout}"
    return result.stdout


@pytest.mark.parametrize(
    "document",
    [d for d in DOCUMENTS if blocks(d) and d.parent.name != "guides"],
    ids=lambda d: str(d.relative_to(ROOT)),
)
def test_examples_run_as_written(product: Product, document: Path, tmp_path: Path) -> None:
    env = environment(product.data_dir, product.port) | {"FAROL_PASSWORD": product.password}
    for block in blocks(document):
        run(block, tmp_path, env)


@pytest.mark.parametrize(
    "document",
    [d for d in DOCUMENTS if blocks(d) and d.parent.name == "guides"],
    ids=lambda d: d.stem,
)
def test_a_guide_followed_to_the_letter_works(own: Path, document: Path, tmp_path: Path) -> None:
    """Its files are written where it says, in a copy of the source, beside a running Farol."""
    source = tmp_path / "farol"
    source.mkdir()
    for folder in ("api", "cli", "worker", "monitoring", "requirements"):
        shutil.copytree(ROOT / folder, source / folder)
    (source / "frontend").mkdir()
    (source / "frontend" / "dist").symlink_to(ROOT / "frontend" / "dist")
    with started(own, free_port(), source=source) as product:
        product.password = json.loads(product.cli("password", "--json").stdout)["password"]
        env = environment(own, product.port, source) | {"FAROL_PASSWORD": product.password}
        assert os.environ.get("FAROL_DATA_DIR") != env["FAROL_DATA_DIR"]
        for block in blocks(document):
            if block.title:
                path = source / block.title
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.code, encoding="utf-8")
            else:
                run(block, source, env)
