"""What a billion rows cost on a cluster, from the parts that one machine can measure: `python benchmarks/cluster.py`.

`benchmarks/spark.py` measures the parts and prints the options to give here. Everything else is an assumption, and an option:
how many cores a worker has, how fast it reads its store and its network, how long Spark's driver takes to hand out a task. The
workers' cores are taken to be as fast as those of the machine that measured, and all rows to be spread evenly.
"""

from __future__ import annotations

import argparse
import math
from typing import Final, NamedTuple

MB: Final = 1e6


class Parts(NamedTuple):
    """What was measured: the processor's nanoseconds for each row, bytes for each row, and what the driver does once."""

    read: float
    """Reading a row of Parquet in Spark."""
    convert: float
    """Converting and checking it."""
    bytes_in: float
    bytes_out: float
    driver: float
    """Seconds until the driver has built the table of rates."""
    table: float
    """Megabytes of that table, which every worker gets."""


class Cluster(NamedTuple):
    """What is assumed of the machines."""

    workers: int
    cores: int
    store: float
    """Megabytes a second that a worker reads from its store or writes to it."""
    network: float
    """Megabytes a second between two workers."""
    task: float
    """Seconds for which the driver is busy with one task."""
    partition: float
    """Megabytes of a file that one task reads."""


class Cost(NamedTuple):
    """Seconds of each part of a job; those of the processor, the store and the driver's tasks pass at the same time."""

    driver: float
    broadcast: float
    tasks: float
    processor: float
    store: float

    @property
    def seconds(self) -> float:
        """How long the job takes."""
        return self.driver + self.broadcast + max(self.tasks, self.processor, self.store)

    @property
    def bottleneck(self) -> str:
        """The part that takes longest."""
        return max(self._fields, key=lambda name: float(getattr(self, name)))


def cost(rows: float, parts: Parts, cluster: Cluster) -> Cost:
    """Return what a job of so many rows costs.

    A task converts one partition on one core, so that with fewer tasks than cores some are idle, and the last wave of tasks may be
    a small one. Workers pass the table on to each other, as Spark's torrent broadcast does: twice as many have it after each pass.

    Examples:
        >>> parts = Parts(read=200, convert=100, bytes_in=10, bytes_out=30, driver=1, table=10)
        >>> small = Cluster(workers=10, cores=8, store=400, network=1000, task=0.005, partition=16)
        >>> done = cost(1e9, parts, small)
        >>> round(done.seconds, 1), done.bottleneck
        (11.0, 'store')
        >>> cost(1e9, parts, small._replace(partition=1000)).bottleneck
        'processor'
    """
    tasks = max(1, math.ceil(rows * parts.bytes_in / (cluster.partition * MB)))
    waves = math.ceil(tasks / (cluster.workers * cluster.cores))
    return Cost(
        driver=parts.driver,
        broadcast=parts.table / cluster.network * math.ceil(math.log2(cluster.workers + 1)),
        tasks=tasks * cluster.task,
        processor=waves * rows / tasks * (parts.read + parts.convert) / 1e9,
        store=rows * (parts.bytes_in + parts.bytes_out) / MB / (cluster.store * min(cluster.workers, tasks)),
    )


def main() -> None:
    """Print the model for 10 and for 100 workers."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    parser.add_argument("--rows", type=float, default=1e9)
    parser.add_argument("--read", type=float, default=MEASURED.read, help="ns a row, measured")
    parser.add_argument(
        "--convert", type=float, nargs=2, default=CONVERT, help="ns a row, in Spark and in Python"
    )
    parser.add_argument(
        "--bytes", type=float, nargs=2, default=MEASURED[2:4], help="of a row in and out, measured"
    )
    parser.add_argument("--driver", type=float, default=MEASURED.driver, help="seconds, measured")
    parser.add_argument("--table", type=float, default=MEASURED.table, help="MB of rates, measured")
    parser.add_argument("--cores", type=int, default=8, help="of a worker")
    parser.add_argument("--store", type=float, default=400, help="MB/s of a worker")
    parser.add_argument("--network", type=float, default=1000, help="MB/s of a worker")
    parser.add_argument("--task", type=float, default=0.005, help="seconds of the driver for a task")
    parser.add_argument("--smoke", action="store_true", help="the same: it takes no time")
    given = parser.parse_args()
    print(f"{'':42}{'seconds':>9}   driver, broadcast, tasks, processor, store; bottleneck")
    for workers in (1, 10, 100):
        for partition in (128, 16):
            cluster = Cluster(workers, given.cores, given.store, given.network, given.task, partition)
            for name, convert in zip(("in Spark", "through Python"), given.convert, strict=True):
                parts = Parts(given.read, convert, *given.bytes, given.driver, given.table)
                done = cost(given.rows, parts, cluster)
                terms = ", ".join(f"{seconds:.1f}" for seconds in done)
                title = f"{workers:>4} workers, {partition:>4} MB a task, {name}"
                print(f"{title:42}{done.seconds:9.1f}   {terms}; {done.bottleneck}")


MEASURED: Final = Parts(read=250, convert=425, bytes_in=11, bytes_out=28, driver=0.8, table=32)
CONVERT: Final = (425.0, 1590.0)

if __name__ == "__main__":
    main()
