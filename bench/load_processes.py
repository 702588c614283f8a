"""What processes take, as Linux counts it: memory, and the processor's time."""

import os
from contextlib import contextmanager
from pathlib import Path


def memory_of(processes: list[int]) -> dict[str, float]:
    """RSS and PSS (shared pages shared out) of all of them together, in MiB."""
    sums = {"Rss": 0, "Pss": 0}
    for process in processes:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            name, _colon, rest = line.partition(":")
            if name in sums:
                sums[name] += int(rest.split()[0])
    return {"rss": sums["Rss"] / 1024, "pss": sums["Pss"] / 1024}


@contextmanager
def computed(processes: list[int]):
    """Yields a list, which afterwards holds the seconds that the processes computed meanwhile."""
    taken = []
    before = _seconds(processes)
    yield taken
    taken.append(_seconds(processes) - before)


def _seconds(processes: list[int]) -> float:
    ticks = 0
    for process in processes:
        stat = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(stat[11]) + int(stat[12])
    return ticks / os.sysconf("SC_CLK_TCK")
