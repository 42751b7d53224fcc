"""The locks: hashed, free of hosts, in step with pyproject.toml, and one inside the other."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked(name: str) -> list[Requirement]:
    """Every requirement that this lock pins."""
    text = (ROOT / name).read_text("utf-8")
    return [
        Requirement(line.removesuffix("\\").strip())
        for line in text.splitlines()
        if re.match(r"[a-z0-9]", line)
    ]


def group(name: str) -> list[Requirement]:
    """A dependency group of pyproject.toml, with the groups it includes."""
    found = []
    for entry in PROJECT["dependency-groups"][name]:
        if isinstance(entry, dict):
            found += group(entry["include-group"])
        else:
            found.append(Requirement(entry))
    return found


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_to_fetch_from(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")

    assert "://" not in text
    assert [line for line in text.splitlines() if line.startswith("-")] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_locked_is_pinned_and_hashed(lock: str) -> None:
    blocks = re.split(r"^(?=[a-z0-9])", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE)

    for block in filter(str.strip, blocks):
        assert re.match(r"[a-z0-9.\-]+(\[[a-z0-9,\-]+\])?==\S+", block), block[:80]
        assert "--hash=sha256:" in block, block[:80]


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        (
            "requirements.lock",
            [Requirement(text) for text in PROJECT["project"]["dependencies"]] + group("build"),
        ),
        ("requirements-dev.lock", group("dev")),
    ],
)
def test_a_lock_answers_every_wish_of_the_project_file(
    lock: str, wanted: list[Requirement]
) -> None:
    pins = {plain(pin.name): pin for pin in locked(lock)}

    for wish in wanted:
        assert plain(wish.name) in pins, f"{wish.name}: call `make lock`"
        (pin,) = pins[plain(wish.name)].specifier
        assert wish.specifier.contains(pin.version), f"{wish} is locked as {pin}"


def test_the_build_backend_in_use_is_the_one_locked() -> None:
    assert set(PROJECT["build-system"]["requires"]) <= set(PROJECT["dependency-groups"]["build"])


def test_the_development_lock_holds_the_other_one_unchanged() -> None:
    run = {plain(pin.name): (pin.specifier, str(pin.marker)) for pin in locked(LOCKS[0])}
    dev = {plain(pin.name): (pin.specifier, str(pin.marker)) for pin in locked(LOCKS[1])}

    assert {name: dev.get(name) for name in run} == run


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_the_development_lock_has_what_each_python_needs_and_nothing_else(python: str) -> None:
    versions = {"python_version": python, "python_full_version": f"{python}.0"}
    here = {name: str(value) for name, value in default_environment().items()} | versions
    project = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
    needed = needed_by([*project, *group("dev")], here)

    installed = {
        plain(pin.name) for pin in locked(LOCKS[1]) if not pin.marker or pin.marker.evaluate(here)
    }

    assert installed == needed


def needed_by(wanted: list[Requirement], here: dict[str, str]) -> set[str]:
    """Return the names of packages that these need, at any depth, in an environment."""
    found: set[tuple[str, str]] = set()
    open_ = list(wanted)
    while open_:
        each = open_.pop()
        for extra in ("", *each.extras):
            if (plain(each.name), extra) not in found:
                found.add((plain(each.name), extra))
                open_ += [
                    needed
                    for needed in map(Requirement, required(each.name))
                    if not needed.marker or needed.marker.evaluate({**here, "extra": extra})
                ]
    return {name for name, _ in found}


def required(name: str) -> list[str]:
    """Return what a package says that it needs; nothing is known of one that is not here."""
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []
