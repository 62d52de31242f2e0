"""Spark with two executors, each a process of its own: one for all tests, for it takes seconds to start."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyspark.sql import SparkSession

if TYPE_CHECKING:
    from collections.abc import Iterator

# Java that starts sooner and never becomes fast
_QUICK = (
    "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData"
    " -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
)
_SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "4",
    "spark.sql.session.timeZone": "UTC",
    "spark.executor.memory": "512m",
    "spark.log.level": "OFF",
    "spark.task.maxFailures": "2",
    "spark.locality.wait": "0",
    "spark.python.daemon.module": "daemon",
}


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Give a Spark whose workers know this Python, and the module `probe` beside this file."""
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.fail("Spark needs Java 17 or later: apt-get install openjdk-17-jre-headless (docs/spark.md).")
    folder = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYSPARK_PYTHON", sys.executable)
        patched.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)
        patched.setenv("PYTHONPATH", str(Path(__file__).parent))
        patched.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patched.setenv("SPARK_WORKER_DIR", str(folder / "work"))
        patched.setenv("SPARK_LOCAL_DIRS", str(folder))
        patched.chdir(folder)
        builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("salarykit")
        java = f"{_QUICK} -Djava.io.tmpdir={folder}"  # where Java unpacks the libraries of its own
        of_java = {f"spark.{each}.extraJavaOptions": java for each in ("driver", "executor")}
        for name, value in (_SETTINGS | of_java).items():
            builder = builder.config(name, value)
        found = builder.config("spark.sql.warehouse.dir", str(folder / "warehouse")).getOrCreate()
        found.sparkContext.setLogLevel("OFF")
        found.sparkContext.addPyFile(str(Path(__file__).with_name("probe.py")))
    yield found
    found.stop()
