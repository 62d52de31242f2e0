"""Spark's daemon, which forks a Python for each worker, with the imports that take a worker two seconds done before."""

from __future__ import annotations

import pandas as pd  # noqa: F401 - pyarrow imports it when the first days are read
import pyspark.worker  # noqa: F401 - as the other, for each fork
from pyspark.daemon import manager

import salarykit as sk
import salarykit.spark

if __name__ == "__main__":
    sk.parse_pay("$50k a year")
    manager()
