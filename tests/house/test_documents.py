"""The documents say what is so: links lead somewhere, commands exist, examples print that."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.offices import the_library
from tracker.cli import main

ROOT = Path(__file__).parents[2]
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
DOCUMENTS = [
    *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "CHANGELOG", "SECURITY")),
    *(ROOT / folder / "README.md" for folder in ("instance", "tracker/library")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
GUIDES = [ROOT / f"docs/guide-for-{reader}.md" for reader in ("lawyers", "staff")]
LARGEST_PICTURE = 150_000
PICTURES = tuple(f"docs/pictures/{name}.png" for name in ("request", "block", "desk"))
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = re.compile(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def named(document: Path) -> str:
    return str(document.relative_to(ROOT))


def words(document: Path) -> str:
    return document.read_text("utf-8")


def anchors(document: Path) -> set[str]:
    """The places within a document that a link may name, as they are made of its headings."""
    headings = re.findall(r"^#+ (.+)$", words(document), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", said.lower()).replace(" ", "-") for said in headings}


def as_code(document: Path) -> Iterator[str]:
    """Every piece of a document that is set as code, a line at a time."""
    text = words(document)
    for fenced in FENCE.finditer(text):
        yield from fenced[2].splitlines()
    plain = FENCE.sub("", text)
    yield from re.findall(r"^ {4}(\S.*)$", plain, re.MULTILINE)
    yield from (" ".join(code.split()) for code in re.findall(r"`([^`]+)`", plain))


def commands(document: Path) -> set[tuple[str, ...]]:
    """The `tracker` commands that a document shows, as words."""
    shown = set()
    for line in as_code(document):
        if found := re.search(r"^(?:.*[\s/])?tracker ((?!tracker$)[a-z][^#(]*)$", line):
            shown.add(tuple(shlex.split(found[1])))
    return shown


def test_every_link_within_the_project_leads_somewhere() -> None:
    dead = []
    for document in DOCUMENTS:
        for target in LINK.findall(words(document)):
            path, _, place = target.partition("#")
            if "://" in target or path in PICTURES:
                continue
            reached = (document.parent / path) if path else document
            if not reached.exists() or (place and place not in anchors(reached)):
                dead.append(f"{named(document)}: {target}")

    assert dead == []


@pytest.mark.parametrize("picture", PICTURES)
def test_the_readme_shows_the_pictures_and_says_what_is_on_them(picture: str) -> None:
    (said,) = re.findall(rf"!\[([^\]]*)\]\({re.escape(picture)}\)", words(ROOT / "README.md"))

    assert len(said) > 20
    assert (ROOT / picture).read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize("guide", [*GUIDES, ROOT / "docs/operating.md"], ids=named)
def test_what_a_guide_calls_a_page_or_a_button_stands_on_one(guide: Path) -> None:
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "tracker").rglob("*.py")]
    said = " ".join(file.read_text("utf-8") for file in sources).lower()
    called = re.findall(r"(?<!\*)\*(\w[^*]*)\*(?!\*)", words(guide))

    assert len(called) > 15
    assert [each for each in called if " ".join(each.split()).lower() not in said] == []


@pytest.mark.parametrize("guide", GUIDES, ids=named)
def test_the_pictures_of_a_guide_are_small_and_say_what_is_on_them(guide: Path) -> None:
    shown = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", words(guide))

    assert shown
    for said, path in shown:
        assert len(said) > 20
        assert (guide.parent / path).stat().st_size <= LARGEST_PICTURE, path


def test_every_picture_of_the_guides_is_shown_and_made_by_the_script() -> None:
    kept = {picture.stem for picture in (ROOT / "docs/pictures/guide").glob("*.png")}
    shown = {Path(path).stem for guide in GUIDES for path in LINK.findall(words(guide))}
    script = (ROOT / "tools/pictures.py").read_text("utf-8")

    assert kept - shown == set()
    assert {name for name in kept if f'"{name}"' not in script} == set()


def test_every_picture_of_a_page_is_shown_small_and_made_by_the_script() -> None:
    kept = {picture.stem for picture in (ROOT / "docs/pictures/pages").glob("*.png")}
    shown = re.findall(
        r"!\[([^\]]*)\]\(pictures/pages/([^)]+)\.png\)", words(ROOT / "docs/pages.md")
    )
    script = (ROOT / "tools/pictures.py").read_text("utf-8")

    assert {name for _, name in shown} == kept
    assert all(len(said) > 20 and f'("{name}", ' in script for said, name in shown)
    for name in kept:
        size = (ROOT / f"docs/pictures/pages/{name}.png").stat().st_size
        assert size <= LARGEST_PICTURE, name


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", words(ROOT / "Makefile"), re.MULTILINE))
    shown = {
        (named(document), found[1])
        for document in DOCUMENTS
        for line in as_code(document)
        if (found := re.match(r"make ([a-z-]+)", line))
    }

    assert {(where, target) for where, target in shown if target not in targets} == set()


def test_the_guide_for_contributors_lists_every_make_target() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", words(ROOT / "Makefile"), re.MULTILINE))
    rows = re.findall(r"^\| `make ([\w-]+)` \|", words(ROOT / "CONTRIBUTING.md"), re.MULTILINE)

    assert set(rows) == targets


# Commands with a second word, such as `block new`.
OF_TWO_WORDS = {"block", "body", "calendar", "key-file", "law", "log", "measured", "recovery"}


def test_every_command_that_is_named_exists_with_its_options(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for said in sorted(set().union(*map(commands, DOCUMENTS))):
        named_words = [word for word in said if re.fullmatch(r"[a-z]+(-[a-z]+)?", word)]
        command = named_words[:2] if said[0] in OF_TWO_WORDS else named_words[:1]

        with pytest.raises(SystemExit) as ended:
            main([*command, "--help"])

        known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
        assert ended.value.code == 0, said
        assert {word for word in said if word.startswith("--")} - known == set(), said


def test_the_readme_names_the_commands_of_every_day() -> None:
    shown = {said[0] for said in commands(ROOT / "README.md")}

    assert shown >= {
        "backup", "deadline", "doctor", "init", "law", "letter", "migrate", "restore", "revise",
        "run", "scheduler", "serve", "sweep",
    }  # fmt: skip


def printed_examples() -> list[tuple[str, str]]:
    """What the README says is typed, and what it says is printed."""
    fences = FENCE.findall(words(ROOT / "README.md"))
    return [
        found for language, text in fences if language == "console"
        for found in EXAMPLES.findall(text)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "printed"), printed_examples(), ids=lambda text: " ".join(text.split()[1:5])
)
def test_an_example_of_the_readme_prints_what_it_says(
    typed: str,
    printed: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.chdir(tmp_path)
    program, *arguments = shlex.split(typed)

    main(arguments)

    said = "".join(capsys.readouterr())
    assert program == ".venv/bin/tracker"
    assert re.fullmatch("".join(map(shape, printed.splitlines())), said), said


def shape(line: str) -> str:
    """A printed line as a pattern: “…” stands for words left out, and alone for whole lines."""
    if line == "…":
        return "(?:.*\n)*"
    return re.escape(line).replace("…", ".*") + "\n" if line.strip() else ""


def test_the_picture_of_the_house_is_the_contract() -> None:
    contracts = tomllib.loads(words(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["id"] == "layers")
    wanted = [
        {room for room in floor.split(" | ") if not room.startswith("(")} for floor in layers
    ]

    pictures = (text for _, text in FENCE.findall(words(ROOT / "docs/architecture.md")))
    floors = [re.sub(r"\s{3,}\S.*$", "", line).strip() for line in next(pictures).splitlines()]
    drawn = [set(re.findall(r"\w+", floor)) for floor in floors if re.search(r"\w", floor)]

    assert drawn == wanted


def test_files_and_tests_that_a_document_names_exist() -> None:
    tests = "".join(file.read_text("utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    missing = []
    for document in DOCUMENTS:
        rooms = {Path(), Path("tracker"), document.parent.relative_to(ROOT)}
        for code in re.findall(r"`([^`\s]+)`", words(document)):
            if re.fullmatch(r"[\w/.-]+\.(?:py|po|toml|md)", code):
                there = any((ROOT / room / code).exists() for room in rooms)
            else:
                there = not re.fullmatch(r"test_\w+", code) or code in tests
            missing += [] if there else [f"{named(document)}: {code}"]

    assert missing == []


def test_a_decision_says_context_decision_consequences_and_status() -> None:
    for decision in DECISIONS:
        title, *_ = words(decision).splitlines()
        headings = re.findall(r"^## (.+)$", words(decision), re.MULTILINE)

        assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", decision.name)
        assert title.startswith(f"# {decision.name[:4]}. "), decision.name
        assert headings == ["Context", "Decision", "Consequences", "Status"], decision.name


def test_a_decision_takes_at_most_thirty_lines() -> None:
    """Long lines would only hide that a record is long, so its words are counted too."""
    long = {
        decision.name: (len(text.splitlines()), len(text.split()))
        for decision in DECISIONS
        if len((text := words(decision)).splitlines()) > 30 or len(text.split()) > 450
    }

    assert long == {}


def test_numbers_of_decisions_are_used_once_without_a_gap_and_all_are_listed() -> None:
    numbers = [int(decision.name[:4]) for decision in DECISIONS]
    listed = re.findall(r"\(decisions/([^)]+)\)", words(ROOT / "docs/architecture.md"))

    assert numbers == list(range(1, len(DECISIONS) + 1))
    assert listed == [decision.name for decision in DECISIONS]


@pytest.mark.parametrize(
    "document",
    ["README.md", "CHANGELOG.md", "docs/operating.md", "tests/lawfiles/by_hand/README.md"],
)
def test_the_number_of_laws_that_a_document_gives_is_that_of_the_library(document: str) -> None:
    said = re.findall(r"(?<![\d.,])(\d+) laws\b", words(ROOT / document))

    assert said
    assert set(said) == {str(len(the_library().laws))}


def test_the_documents_give_the_number_of_days_that_were_worked_out_by_hand() -> None:
    table, told = (
        ROOT / "tests/lawfiles/by_hand" / name for name in ("worked_out.tsv", "README.md")
    )
    counted = len(table.read_text("utf-8").splitlines()) - 1
    total = re.findall(r"(\d+) last days", words(told))
    exceptions = re.findall(r"(\d+) rows are exceptions", words(told))
    in_log = re.search(
        r"(\d+) dates were worked out .* all but (\d+) of them", words(ROOT / "CHANGELOG.md")
    )

    assert total == [str(counted)]
    assert in_log
    assert list(in_log.groups()) == [*total, *exceptions]


def test_the_guide_for_operators_shows_the_edition_of_the_library() -> None:
    library = the_library()

    shown = f"library: {len(library.laws)} laws, edition {library.edition[:12]}"
    assert shown in words(ROOT / "docs/operating.md")


def test_the_change_log_has_a_place_for_what_comes_next() -> None:
    headings = re.findall(r"^## (.+)$", words(ROOT / "CHANGELOG.md"), re.MULTILINE)

    assert headings[0] == "Upcoming"


def test_the_tables_for_the_change_log_give_every_limit_of_every_law_to_the_day(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["law", "diff", str(ROOT / "docs/example-law")]) == 0

    text = " ".join(capsys.readouterr().out.split())
    for file in sorted((ROOT / "tracker/library/laws").glob("*.toml")):
        law = tomllib.loads(file.read_text("utf-8"))
        assert f"`{law['key']}`" in text
        for key, stage in law["stage"].items():
            assert f"| `{key}` |" in text, key
            for limit in stage.get("limit", ()):
                since = limit["since"]
                assert f"{since.day} {since:%B} {since.year}" in text
                length, unit = limit["length"], limit["unit"].replace("-", " ")
                assert f"| `{key}` | {length} {unit}{'s' * (length > 1)} |" in text
