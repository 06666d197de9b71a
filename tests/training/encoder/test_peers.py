"""Processes that learn as one."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(find_spec("torch") is None, reason="needs torch: the dependency group train brings it")

LEARNS = """
import sys
from pathlib import Path
import torch
from training.encoder.peers import peers
from training.encoder.steps import course

torch.manual_seed(0)
network = torch.nn.Linear(2, 1)
points = [[(float(n), 1.0 - n)] for n in range(5)]
loss = lambda batch: (network(torch.tensor(batch)) - 3.0).pow(2).mean()
said = []
course(network, torch.optim.SGD(network.parameters(), lr=0.01), 4, batches=lambda: points, loss_of=loss, say=said.append)
Path(sys.argv[1], f"{peers().rank}.txt").write_text(f"{network.weight.tolist()} {network.bias.tolist()} {said[-1].split(',')[0]}")
"""


def test_alone_it_takes_every_batch_and_leaves_gradients_as_they_are() -> None:
    peers = import_module("training.encoder.peers").Peers()
    assert peers.first
    assert peers.mine([1, 2, 3]) == [1, 2, 3]


def test_each_takes_as_many_and_none_twice() -> None:
    kind = import_module("training.encoder.peers").Peers
    assert [kind(rank, 2).mine([1, 2, 3, 4, 5]) for rank in range(2)] == [[1, 3], [2, 4]]


def test_two_processes_end_with_one_set_of_weights(tmp_path: Path) -> None:
    script = tmp_path / "learns.py"
    script.write_text(LEARNS, encoding="utf-8")
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", str(script), str(tmp_path)]
    root = Path(__file__).parents[3]
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        cwd=root,
        timeout=300,
        env={"PYTHONPATH": ".:" + ":".join(sys.path), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    first, second = ((tmp_path / f"{rank}.txt").read_text(encoding="utf-8") for rank in range(2))
    assert first == second
    assert first.endswith("2 batches")
