"""Starting, stopping, killing: what an operator does to an installation."""

import resource
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import psutil
from product import Product, eventually, free_port, started

LIBRARIES = "import fastapi, sqlalchemy.orm, pydantic_settings, numpy, onnxruntime"
LIBRARIES_SECONDS = 1.2
"""What loading them takes on the machine on which a second start takes less than five seconds."""
SECOND_START_SECONDS = 5.0


def children(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def service(product: Product, module: str) -> psutil.Process | None:
    """The supervisor's process that runs ``python -m module``; None while there is none."""
    for process in children(product.process):
        try:
            if module in process.cmdline():
                return process
        except (psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
    return None


def kill(product: Product, module: str) -> None:
    eventually(lambda: service(product, module)).kill()


def test_a_second_start_answers_within_five_seconds_and_trains_nothing(own: Path) -> None:
    """Processor time, beside that of loading the libraries alone: nothing else runs before the
    first answer, and a machine that is slow today is slow at both."""
    before = training_runs(own)
    slowness = seconds_to_load_the_libraries() / LIBRARIES_SECONDS
    with started(own, free_port()) as product:
        predict(product)
        serving = service(product, "api.http")
        assert serving is not None
        spent = [psutil.Process(product.process.pid).cpu_times(), serving.cpu_times()]
        assert product.password == ""
    seconds = sum(times.user + times.system for times in spent)
    assert seconds / slowness < SECOND_START_SECONDS
    assert training_runs(own) == before


def seconds_to_load_the_libraries() -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", LIBRARIES], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_ctrl_c_leaves_no_process_and_no_prediction_behind(own: Path) -> None:
    with started(own, free_port()) as product:
        processes = children(product.process)
        before = rows_in_database(own)
        for _ in range(50):
            predict(product)
        assert product.stop() < 30
        assert product.process.returncode == 0
        eventually(lambda: not any(p.is_running() for p in processes), seconds=5)
        assert rows_in_database(own) == before + 50


def test_kill_nine_in_mid_traffic_loses_and_doubles_nothing(own: Path) -> None:
    with started(own, free_port()) as product:
        before = rows_in_database(own)
        program = product.key("predict")
        acknowledged: list[str] = []
        unexpected: list[Exception] = []
        stop = threading.Event()

        def call() -> None:
            while not stop.is_set():
                try:
                    acknowledged.append(predict(product, program))
                except httpx.TransportError:
                    stop.wait(0.05)  # nobody listens: leave the processor to who starts
                except httpx.HTTPStatusError as error:
                    # Just started, its models still load.
                    if (
                        error.response.status_code != 503
                        or "Retry-After" not in error.response.headers
                    ):
                        unexpected.append(error)
                    stop.wait(0.05)

        def has_answered(more_than: int) -> bool:
            assert unexpected == []
            return len(acknowledged) > more_than

        threads = [threading.Thread(target=call, daemon=True) for _ in range(4)]
        for thread in threads:
            thread.start()
        try:
            for _ in range(3):
                had = len(acknowledged)
                eventually(lambda had=had: has_answered(had + 100), seconds=120)
                kill(product, "api.http")
                kill(product, "api.adapters.shipper")
            had = len(acknowledged)
            eventually(lambda: has_answered(had + 100), seconds=120)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        eventually(lambda: set(acknowledged) <= ids_in_database(own), seconds=60)
    stored = rows_in_database(own) - before
    assert len(set(acknowledged)) == len(acknowledged)
    # A request killed after its record was written and before its answer left is stored, too.
    assert len(acknowledged) <= stored <= len(acknowledged) + 3 * 4
    assert rollup_rows(own) == rows_in_database(own)


def predict(product: Product, program: dict[str, str] | None = None) -> str:
    answer = httpx.post(
        f"{product.url}/v1/models/sentiment/predict",
        json={"rows": [{"text": "fine"}]},
        headers=program,
        timeout=10,
    )
    answer.raise_for_status()
    return str(answer.json()["prediction_id"])


def query(data: Path, sql: str) -> list[tuple]:
    with sqlite3.connect(data / "farol.db") as database:
        return database.execute(sql).fetchall()


def rows_in_database(data: Path) -> int:
    return query(data, "select count(*) from predictions")[0][0]


def training_runs(data: Path) -> int:
    return query(data, "select count(*) from training_runs")[0][0]


def ids_in_database(data: Path) -> set[str]:
    return {row[0] for row in query(data, "select id from predictions")}


def rollup_rows(data: Path) -> int:
    return query(data, "select sum(rows) from serving_rollups")[0][0]


def test_doctor_finds_a_running_installation_well(product: Product) -> None:
    result = product.cli("doctor")
    assert "broken" not in result.stdout
    assert result.returncode == 0, result.stdout + result.stderr


def test_doctor_says_what_is_missing_in_an_empty_folder(product: Product, tmp_path: Path) -> None:
    empty = Product(tmp_path, free_port(), product.process, "")
    result = empty.cli("doctor", "--json")
    assert result.returncode == 1
    assert "make packages" in result.stdout


def test_a_second_up_on_the_same_data_is_refused_with_a_sentence(product: Product) -> None:
    result = product.cli("up")
    assert result.returncode == 1
    assert "already runs" in result.stderr
    assert "Traceback" not in result.stderr
