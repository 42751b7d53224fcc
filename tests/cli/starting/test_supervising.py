"""What keeps the parts of `tracker run` running: pauses, and no orphans. The whole program under
it is in `tests/whole/test_serving.py`."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.instances import instance_made
from tracker.app.assembly import open_office, web_app
from tracker.app.site_of_office import site_config_of
from tracker.cli.starting import supervising
from tracker.services.cases.silence import sweep
from tracker.settings import read_settings

PATIENCE = 120.0
# Forks are made in a process of their own: that of the tests has threads.
PRELUDE = """
import os, signal, sys, time
from pathlib import Path
from tracker.cli.starting import supervising
from tracker.cli.starting.supervising import SupervisedPart

starts = Path(sys.argv[1])

def until_it_ended(part, now):
    part.look_after(now)
    assert part.pid
    while part.pid:
        part.look_after(now)
        time.sleep(0.01)

def ending(status):
    def run():
        with starts.open("a") as file:
            file.write("x")
        return status
    return run
"""


def supervised(folder: Path, code: str) -> tuple[list[str], list[str]]:
    """The lines that a process which supervises parts prints, and those of its errors."""
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + code, str(folder / "starts")],
        capture_output=True,
        text=True,
        timeout=PATIENCE * 3,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines(), done.stderr.splitlines()


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_part_that_ends_is_started_again_after_a_growing_pause(tmp_path: Path) -> None:
    pauses = [1, 2, 4, 8, 16, 32, 60, 60]

    said, told = supervised(
        tmp_path,
        f"""
part, now = SupervisedPart("scheduler", ending(3)), 1000.0
for pause in {pauses}:
    until_it_ended(part, now)
    now += pause - 0.1
    part.look_after(now)
    print("early" if part.pid else "waits", len(starts.read_text()))
    now += 0.1
""",
    )

    assert said == [f"waits {number}" for number in range(1, 9)]
    assert told == [
        f"tracker: the scheduler ended with exit status 3; it is started again in {pause} s, "
        "and the rest goes on."
        for pause in pauses
    ]


def test_after_a_minute_in_which_it_ran_the_pause_is_short_again(tmp_path: Path) -> None:
    _, told = supervised(
        tmp_path,
        """
part, now = SupervisedPart("scheduler", ending(1)), 1000.0
for pause in (1, 2, 4):
    until_it_ended(part, now)
    now += pause
part.look_after(now)
while part.pid:
    part.look_after(now + 60)
""",
    )

    assert [line.partition("again in ")[2].partition(",")[0] for line in told] == [
        *("1 s", "2 s", "4 s"),
        "1 s",
    ]


def test_a_part_for_which_there_is_no_room_is_started_later_and_signals_still_arrive(
    tmp_path: Path,
) -> None:
    said, told = supervised(
        tmp_path,
        """
def full():
    raise BlockingIOError(11, "Resource temporarily unavailable")
fork, os.fork = os.fork, full
part = SupervisedPart("scheduler", ending(0))
part.look_after(1000)
print(part.pid, len(signal.pthread_sigmask(signal.SIG_BLOCK, ())))
os.fork = fork
until_it_ended(part, 1001)
print(starts.read_text())
""",
    )

    assert said == ["None 0", "x"]
    assert told[0] == (
        "tracker: the scheduler could not be started (Resource temporarily unavailable); it is "
        "started again in 1 s, and the rest goes on."
    )


def test_a_part_that_was_killed_is_named_with_the_signal(tmp_path: Path) -> None:
    _, told = supervised(
        tmp_path,
        """
kill = lambda: os.kill(os.getpid(), signal.SIGKILL)
until_it_ended(SupervisedPart("scheduler", kill), 0)
""",
    )

    assert len(told) == 1
    assert "the scheduler was ended by signal 9" in told[0]


def test_an_error_in_a_part_is_shown_and_ends_that_part_alone(tmp_path: Path) -> None:
    _, told = supervised(
        tmp_path,
        """
def fail():
    raise ValueError("of the part")
until_it_ended(SupervisedPart("web server", fail), 0)
""",
    )

    assert "ValueError: of the part" in told
    assert "the web server ended with exit status 1" in told[-1]


def test_an_error_of_the_system_in_a_part_makes_no_second_supervisor(tmp_path: Path) -> None:
    _, told = supervised(
        tmp_path,
        """
def fail():
    raise OSError(24, "Too many open files")
part = SupervisedPart("web server", fail)
until_it_ended(part, 0)
with starts.open("a") as file:
    file.write("x")
""",
    )

    assert (tmp_path / "starts").read_text() == "x"
    assert "OSError: [Errno 24] Too many open files" in told
    assert [line for line in told if line.startswith("tracker:")] == [told[-1]]
    assert "the web server ended with exit status 1" in told[-1]


def test_a_part_begins_like_a_command_that_a_shell_starts(tmp_path: Path) -> None:
    """It leads a session of its own, and no handler of the supervisor is left in it."""
    said, _ = supervised(
        tmp_path,
        """
def tell():
    print(os.getsid(0) == os.getpid(), signal.getsignal(signal.SIGTERM) is signal.SIG_DFL,
          signal.getsignal(signal.SIGINT) is signal.default_int_handler,
          signal.pthread_sigmask(signal.SIG_BLOCK, ()))
    return 0
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, lambda *_: None)
print("kept back until it is printed, and printed once")
until_it_ended(SupervisedPart("scheduler", tell), 0)
""",
    )

    assert said == [
        "kept back until it is printed, and printed once",
        "True True True set()",
    ]


def test_a_part_that_is_told_to_stop_at_once_stops(tmp_path: Path) -> None:
    """The signal is not lost between the fork and the first line of the part."""
    said, _ = supervised(
        tmp_path,
        """
signal.signal(signal.SIGTERM, lambda *_: None)
for _ in range(20):
    part = SupervisedPart("scheduler", lambda: time.sleep(600))
    part.look_after(0)
    pid = part.pid
    supervising.end([part])
    try:
        os.kill(pid, 0)
        print("alive")
    except ProcessLookupError:
        print("gone")
""",
    )

    assert said == ["gone"] * 20


def test_parts_that_do_not_stop_are_killed_after_one_common_time(tmp_path: Path) -> None:
    """Each of the five would take the whole time; one that ends in order is not killed."""
    said, _ = supervised(
        tmp_path,
        """
supervising._GRACE_SECONDS = 2
def stay():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with starts.open("a") as file:
        file.write("deaf")
    time.sleep(600)
def obey():
    with supervising.signals_to_stop() as signals:
        with starts.open("a") as file:
            file.write("x")
        while not signals:
            time.sleep(0.01)
    starts.with_name("obeyed").touch()
parts = [SupervisedPart("web server", stay) for _ in range(5)] + [SupervisedPart("other", obey)]
for part in parts:
    part.look_after(0)
while not starts.exists() or len(starts.read_text()) < 21:
    time.sleep(0.01)
began = time.monotonic()
supervising.end(parts)
print(2 <= time.monotonic() - began < 6, starts.with_name("obeyed").exists())
for part in parts:
    part.look_after(0)
print(*(part.pid for part in parts))
""",
    )

    assert said == ["True True", " ".join(["None"] * 6)]


def test_the_supervisor_ends_although_a_killed_part_stays(tmp_path: Path) -> None:
    """The system keeps a process that waits for a broken disk."""
    said, _ = supervised(
        tmp_path,
        """
supervising._GRACE_SECONDS = supervising._KILLED_WITHIN_SECONDS = 0.2
part = SupervisedPart("scheduler", lambda: time.sleep(600))
part.look_after(0)
pid, send = part.pid, os.kill
os.kill = lambda *_: None
supervising.end([part])
print("ended")
send(pid, signal.SIGKILL)
""",
    )

    assert said == ["ended"]


def test_the_unit_gives_the_supervisor_the_time_that_it_takes() -> None:
    unit = (Path(__file__).parents[3] / "deploy/tracker.service").read_text("utf-8")
    [allowed] = re.findall(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)

    takes = supervising._GRACE_SECONDS + supervising._KILLED_WITHIN_SECONDS

    # What else it does when it stops takes far less than the rest.
    assert takes + 4 < int(allowed)


def test_a_part_that_has_done_its_share_is_replaced_at_once_and_nothing_is_said(
    tmp_path: Path,
) -> None:
    said, told = supervised(
        tmp_path,
        """
part = SupervisedPart("web server", ending(supervising.TO_BE_REPLACED))
part.look_after(0)
for _ in range(3):
    before = part.pid
    while part.pid == before:
        part.look_after(0)
    print(part.pid is not None)
""",
    )

    assert said == ["True"] * 3
    assert told == []


def test_an_early_process_is_told_to_end_once_the_one_that_replaces_it_is_started(
    tmp_path: Path,
) -> None:
    said, told = supervised(
        tmp_path,
        """
def answer():
    with supervising.signals_to_stop() as signals:
        with starts.open("a") as file:
            file.write(f"{os.getpid()} ")
        while not signals:
            time.sleep(0.01)
    starts.with_name(str(os.getpid())).touch()
    return 0

def begun(number):
    while not starts.exists() or len(starts.read_text().split()) < number:
        time.sleep(0.01)
    return starts.read_text().split()

part = SupervisedPart("web server", answer)
part.start_early()
early = begun(1)[0]
print(part.pid)
part.look_after(time.monotonic())
late = begun(2)[1]
print(str(part.pid) == late, late != early)
while part._former:
    part.look_after(time.monotonic())
print(starts.with_name(early).exists(), starts.with_name(late).exists(), str(part.pid) == late)
supervising.end([part])
print(starts.with_name(late).exists())
""",
    )

    assert said == ["None", "True True", "True False True", "True"]
    assert told == []


def test_signs_of_life_of_an_early_process_are_not_those_of_the_next(tmp_path: Path) -> None:
    """The next one has two minutes for its first one, although the early one does not end."""
    said, told = supervised(
        tmp_path,
        """
from tracker.cli.starting.forks import Pulse

def begin():
    if starts.exists():
        time.sleep(600)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    starts.write_text("x")
    while True:
        pulse.beat()
        time.sleep(0.01)

pulse = Pulse()
part = SupervisedPart("web server", begin, pulse)
part.start_early()
while not starts.exists():
    time.sleep(0.01)
part.look_after(time.monotonic())
time.sleep(0.1)
for seconds in (90, 121):
    print(bool(pulse.trouble(time.monotonic() + seconds)))
print(part._former is not None)
part.kill()
""",
    )

    assert said == ["False", "True", "True"]
    assert told == []


def test_an_early_process_that_does_not_end_is_killed(tmp_path: Path) -> None:
    """It has the time in which all parts end, even if the next one is replaced."""
    said, told = supervised(
        tmp_path,
        """
def answer():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with starts.open("a") as file:
        file.write("x")
    time.sleep(600)

part = SupervisedPart("web server", answer)
part.start_early()
while not starts.exists():
    time.sleep(0.01)
former, began = part._former, time.monotonic()
part.look_after(began)
part._process.send(signal.SIGKILL)
while part.pid:
    part.look_after(began + 20)
part.look_after(began + 22)
print(former.has_ended_by(time.monotonic() + 0.2))
part.look_after(began + 26)
print(former.has_ended_by(time.monotonic() + 60), former.poll())
part.look_after(began + 26)
print(part._former, part.pid is not None)
part.kill()
""",
    )

    assert said == ["False", "True -9", "None True"]
    assert len(told) == 1, "only the next one was missed"


def test_an_early_process_collects_garbage(tmp_path: Path) -> None:
    said, _ = supervised(
        tmp_path,
        """
import gc
from tracker.domain.base.collecting import without_collecting

def answer():
    starts.write_text(str(gc.isenabled()))
    time.sleep(600)

part = SupervisedPart("web server", answer)
with without_collecting():
    part.start_early()
while not starts.exists() or not starts.read_text():
    time.sleep(0.01)
print(starts.read_text())
part.kill()
""",
    )

    assert said == ["True"]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells which files are open")
def test_no_file_of_the_office_is_open_when_the_first_process_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = instance_made(tmp_path / "instance", "seed")
    monkeypatch.setenv("TRACKER_INSTANCE", str(instance))

    def files() -> list[str]:
        found = [Path(each) for each in Path("/proc/self/fd").iterdir()]
        return [str(each.readlink()) for each in found if each.is_symlink()]

    with open_office(read_settings()) as office:
        office.premises.state()
        assert [each for each in files() if str(instance) in each]
    opened = list[str]()
    with web_app(read_settings(), lambda _: opened.extend(files())):
        opened.extend(files())

    assert opened
    assert not [each for each in opened if str(instance) in each]


def test_an_early_process_that_nothing_replaced_ends_with_all_parts(tmp_path: Path) -> None:
    said, _ = supervised(
        tmp_path,
        """
def answer():
    starts.write_text(str(os.getpid()))
    time.sleep(600)

part = SupervisedPart("web server", answer)
part.start_early()
while not starts.exists() or not starts.read_text():
    time.sleep(0.01)
supervising.supervise([part], [signal.SIGTERM], list)
try:
    os.kill(int(starts.read_text()), 0)
    print("alive")
except ProcessLookupError:
    print("gone")
""",
    )

    assert said == ["gone"]


def test_an_early_process_goes_on_while_there_is_no_room_for_the_next(tmp_path: Path) -> None:
    said, told = supervised(
        tmp_path,
        """
def full():
    raise BlockingIOError(11, "Resource temporarily unavailable")

part = SupervisedPart("web server", lambda: time.sleep(600))
part.start_early()
fork, os.fork = os.fork, full
part.look_after(time.monotonic())
print(part.pid, part._former.poll())
os.fork = fork
part.look_after(time.monotonic() + 1)
print(part.pid is not None)
supervising.end([part])
print(part.has_ended_by(0))
""",
    )

    assert said == ["None None", "True", "True"]
    assert len(told) == 1


def test_a_part_that_hangs_is_killed_and_one_without_a_pulse_is_not(tmp_path: Path) -> None:
    said, told = supervised(
        tmp_path,
        """
from tracker.cli.starting.forks import Pulse

def hang():
    pulse.beat()
    starts.write_text("x")
    time.sleep(600)

pulse = Pulse()
silent = SupervisedPart("scheduler", lambda: time.sleep(600))
hanging = SupervisedPart("web server", hang, pulse)
for part in (silent, hanging):
    part.look_after(time.monotonic())
while not starts.exists():
    time.sleep(0.01)
for seconds in (29, 31):
    print("still" if pulse.trouble(time.monotonic() + seconds) else "moves")
    for part in (silent, hanging):
        part.look_after(time.monotonic() + seconds)
while hanging.pid:
    hanging.look_after(time.monotonic())
silent.look_after(time.monotonic() + 3600)
print(silent.pid is not None)
supervising.end([silent])
""",
    )

    assert said == ["moves", "still", "True"]
    assert told == [
        "tracker: the web server has hung for 30 s and is killed.",
        "tracker: the web server was ended by signal 9; it is started again in 1 s, and the rest "
        "goes on.",
    ]


@pytest.mark.parametrize(
    ("step", "looks", "hangs"), [(3600, 1, False), (4, 9, True), (3600, 9, False), (4, 7, False)]
)
def test_a_part_is_not_taken_to_hang_because_all_were_stopped(
    tmp_path: Path, step: int, looks: int, hangs: bool
) -> None:
    _, told = supervised(
        tmp_path,
        f"""
from types import SimpleNamespace
from tracker.cli.starting.forks import Pulse

def hang():
    pulse.beat()
    starts.write_text("x")
    time.sleep(600)

passed, signals = [], []

def sleep(seconds):
    time.sleep(0.01)
    if starts.exists():
        passed.append({step})
    if len(passed) > {looks}:
        signals.append(signal.SIGTERM)

def monotonic():
    return time.monotonic() + sum(passed)

supervising.time = SimpleNamespace(monotonic=monotonic, sleep=sleep)
pulse = Pulse()
supervising.supervise([SupervisedPart("web server", hang, pulse)], signals, list)
""",
    )

    assert told[:1] == ["tracker: the web server has hung for 30 s and is killed."] * hangs


def test_a_part_that_never_moved_is_killed_two_minutes_after_each_of_its_starts(
    tmp_path: Path,
) -> None:
    _, told = supervised(
        tmp_path,
        """
from tracker.cli.starting.forks import Pulse

part = SupervisedPart("web server", lambda: time.sleep(600), Pulse())
for start in (1000, 2000):
    part.look_after(start)
    part.look_after(start + 119)
    print(f"started at {start}", file=sys.stderr, flush=True)
    part.look_after(start + 121)
    while part.pid:
        part.look_after(start + 121)
""",
    )

    killed = [
        "tracker: the web server has not begun within 120 s of its start and is killed.",
        "tracker: the web server was ended by signal 9; it is started again in 1 s, and the rest "
        "goes on.",
    ]
    assert told == ["started at 1000", *killed, "started at 2000", *killed]


def test_a_connection_that_comes_while_the_parts_stop_is_refused_at_once(tmp_path: Path) -> None:
    said, _ = supervised(
        tmp_path,
        """
import socket
listener = socket.create_server(("127.0.0.1", 0))
address = listener.getsockname()

def stay():
    listener.close()
    with supervising.signals_to_stop() as signals:
        os.kill(os.getppid(), signal.SIGTERM)
        while not signals:
            time.sleep(0.01)
    try:
        socket.create_connection(address)
        print("taken")
    except ConnectionRefusedError:
        print("refused")
    return 0

with supervising.signals_to_stop() as signals:
    supervising.supervise([SupervisedPart("web server", stay)], signals, listener.close)
""",
    )

    assert said == ["refused"]


PREPARING = """
from contextlib import suppress
from tracker.cli.stopping import told_to_stop
supervising.load_library = lambda: say("library")

def say(*words):
    # At once, so that lines of two processes do not mix.
    os.write(1, (" ".join(map(str, words)) + chr(10)).encode())

def loaded():
    say("loaded")

def until_told():
    with told_to_stop() as stop, suppress(KeyboardInterrupt):
        tell()
        while not stop.by:
            time.sleep(0.01)
        work()
        say("finished its step")
    return stop.exit_status

def tell():
    os.kill(os.getppid(), signal.SIGINT)

def work():
    pass

def prepared():
    with supervising.signals_to_stop() as signals:
        say(supervising.load_beside(until_told, loaded, signals), *signals)
"""


def test_the_program_is_loaded_beside_a_process_that_prepares_the_office(tmp_path: Path) -> None:
    said, _ = supervised(
        tmp_path,
        PREPARING
        + """
with supervising.signals_to_stop() as signals:
    say(supervising.load_beside(lambda: say(os.getsid(0) == os.getpid()) or 3, loaded, signals))
""",
    )

    assert said[0] == "library"
    assert sorted(said) == ["3", "True", "library", "loaded"]


def test_a_signal_lets_what_prepares_the_office_finish_its_step(tmp_path: Path) -> None:
    said, _ = supervised(tmp_path, PREPARING + "prepared()")

    assert sorted(said) == ["143 2", "finished its step", "library", "loaded"]


def test_a_second_signal_ends_what_prepares_the_office_at_once(tmp_path: Path) -> None:
    said, told = supervised(
        tmp_path,
        PREPARING
        + """
def work():
    tell()
    time.sleep(600)
prepared()
""",
    )

    assert sorted(said) == ["143 2 2", "library", "loaded"]
    assert told == []


@pytest.mark.skipif(sys.platform != "linux", reason="the system call is one of Linux")
def test_no_part_outlives_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    code = (
        "part = SupervisedPart('web server', lambda: time.sleep(600))\n"
        "part.look_after(0)\n"
        "print(part.pid, flush=True)\n"
        "time.sleep(600)"
    )
    supervisor = subprocess.Popen(
        [sys.executable, "-c", PRELUDE + code, str(tmp_path / "starts")], stdout=subprocess.PIPE
    )
    assert supervisor.stdout
    part = int(supervisor.stdout.readline())

    supervisor.send_signal(signal.SIGKILL)
    supervisor.communicate()

    wait_for(lambda: has_ended(part))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells how much memory is shared")
def test_parts_share_the_memory_of_the_program(tmp_path: Path) -> None:
    """Three processes that have loaded it take less than twice the memory of one."""
    said, _ = supervised(
        tmp_path,
        """
def taken(word):
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{word}:"))
def tell():
    print(taken("Pss"), taken("Rss"), *sorted({"flask", "apscheduler"} & set(sys.modules)))
    return 0
supervising.load_library()
from tracker.cli.starting import answering
answering.load_program()
supervising.load_scheduler()
supervising.share_memory()
threads = len(list(Path("/proc/self/task").iterdir()))
assert threads == 1, threads
until_it_ended(SupervisedPart("web server", tell), 0)
print(taken("Rss"))
""",
    )

    share, whole = map(int, said[0].split()[:2])
    assert said[0].split()[2:] == ["apscheduler", "flask"]
    # What is shared by two counts half for each.
    assert share < 0.65 * whole
    assert int(said[1]) > 80_000, "the program was not loaded: this proves nothing"


def test_the_site_knows_from_the_last_sweep_whether_the_scheduler_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_INSTANCE", str(instance_made(tmp_path / "instance", "init")))
    settings = read_settings()
    with open_office(settings) as office:
        assert not site_config_of(settings, office).swept_lately()

        sweep(office)
        now = office.now()
        late = replace(office, now=lambda: now + timedelta(minutes=15, seconds=1))

        assert site_config_of(settings, office).swept_lately()
        assert not site_config_of(settings, late).swept_lately()
        assert "is the scheduler running?" in site_config_of(settings, late).health().problems[0]


def has_ended(pid: int) -> bool:
    """Whether a process is gone, or only waits for its new parent to notice."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2]
    except FileNotFoundError:
        return True
    return state.startswith("Z")
