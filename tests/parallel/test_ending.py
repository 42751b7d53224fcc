"""A process that ends with the one that made it, in a process of its own: a fork of the test
runner would have its threads' locks."""

import subprocess
import sys

import pytest

_WITH_A_HANDLER = """
import multiprocessing, os, signal, time
from tracker.parallel.ending import end_with

signal.signal(signal.SIGTERM, lambda *_: None)
pool = multiprocessing.get_context("fork").Pool(2, end_with, (os.getpid(),))
print(pool.apply(abs, (-2,)))
for _ in range(2):
    pool.apply_async(time.sleep, (1,))
time.sleep(0.3)
pool.terminate()
pool.join()
print("ended")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="forks are used on Linux alone")
def test_a_pool_ends_whatever_its_parent_does_on_the_signal_to_stop() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _WITH_A_HANDLER], capture_output=True, text=True, timeout=20
    )
    assert run.stdout.split() == ["2", "ended"], run.stderr
