"""Kill a reading with a model at random moments: ``python -m bench.kills [20]``. Prints how many calls were made twice.

Articles of one sentence, a slow server on loopback, and a child process that reads with four jobs; it is killed (SIGKILL) and started again
until the number of kills is reached, then left to end.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from tests.ingest.llm.endpoint import Call, Turn, completion, serving

ARTICLES = 200
SLOWNESS = 0.15
PROGRAM = """
import sys
from contextlib import closing
from pathlib import Path
import openai
from ingest.catalogue import catalogue
from ingest.llm.opening import opened
from ingest.llm.reader import requests_of
from ingest.llm.settings import ModelSettings
from ingest.pipeline import readings
from ontology.records import Article, Reading
articles = [Article(f"Alpha supplies Beta. It rained {n} times.", f"{n}.txt", lang="en") for n in range(int(sys.argv[3]))]
with closing(opened(ModelSettings(model="tiny", url=sys.argv[1], answers=Path(sys.argv[2])))) as found:
    catalogue(), requests_of(articles[0], "tiny")  # so that kills meet calls, and no imports
    print("ready", flush=True)
    print(sum(isinstance(item, Reading) for item in readings(articles, found.reader, jobs=4)))
"""
ANSWER = '{"entities": [], "relations": []}'


def kept_before(folder: Path) -> int:
    """How many answers are on disk."""
    return len(list(folder.rglob("*.json")))


def main() -> None:
    """Kill, count, and let it end."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    chance = random.Random(5)  # noqa: S311 - moments, no secrets
    asked: Counter[str] = Counter()

    def slowly(call: Call) -> Turn:
        asked[call.body["messages"][-1]["content"]] += 1
        return replace(completion(ANSWER), after=SLOWNESS)

    wasted = done = 0
    with tempfile.TemporaryDirectory() as name, serving(slowly) as server:
        folder = Path(name)
        command = [sys.executable, "-c", PROGRAM, server.url, name, str(ARTICLES)]
        while True:
            start, before = asked.total(), kept_before(folder)
            child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            assert child.stdout is not None  # noqa: S101 - it is a pipe
            child.stdout.readline()
            if done < kills:
                time.sleep(chance.uniform(0.1, 0.9))
                child.send_signal(signal.SIGKILL)
                done += 1
            read = child.communicate()[0].strip()
            time.sleep(2 * SLOWNESS)
            calls, kept = asked.total() - start, kept_before(folder) - before
            wasted += max(0, calls - kept - 4)  # up to four were under way
            if child.returncode == 0:
                break
    print(f"{done} kills, {read} of {ARTICLES} articles read in the end, {asked.total()} calls")
    print(f"{asked.total() - ARTICLES} calls made again, as they were under way when it was killed; whose answer had arrived: {wasted}")


if __name__ == "__main__":
    main()
