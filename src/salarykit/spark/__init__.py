"""Salaries on Spark, classic or Connect: `pip install "salarykit[spark]"` on the driver and on the workers."""

from __future__ import annotations

try:
    import pyspark as _  # noqa: F401 - asked for by name, so that the error says what to do
except ImportError as error:
    raise ImportError('Spark needs pyspark and Java 17: pip install "salarykit[spark]"') from error

from salarykit.spark.convert_frame import convert
from salarykit.spark.parse_frame import parse_pay

__all__ = ["convert", "parse_pay"]
