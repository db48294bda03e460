"""What runs in a process of its own: `python -m scripts.bench.parts NAME ARGUMENT...`.

Each part prints its numbers, and the memory that the process took, as one line of JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from scripts.bench import data, exams, grades, loads, replays
from scripts.bench.harness import peak

PARTS: dict[str, Callable[..., dict[str, float]]] = {
    "prepare": data.prepare_part,
    "load": loads.load_part,
    "grades": grades.grades_part,
    "commits": grades.commits_part,
    "replay": replays.replay_part,
    "exam": exams.exam_part,
    "rebuild": replays.rebuild_part,
}

if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    print(json.dumps({**PARTS[name](*arguments), "mb": peak()}))
