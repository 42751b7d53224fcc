"""Files that a command reads or writes where the user says."""

from pathlib import Path

from tracker.domain.base.errors import BadInput


def text_in(path: Path) -> str:
    """Return the text of a file. Raises BadInput if it cannot be read as UTF-8."""
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise BadInput(f"{path} could not be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not UTF-8; save the file as UTF-8.") from None


def write_new(out: Path, text: str) -> None:
    """Write a new file, in a new folder if need be, and print its name.

    Raises BadInput if it exists or cannot be written.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise BadInput(f"{out} exists: choose another folder or move it away.") from None
    except OSError as error:
        raise BadInput(f"{out} could not be written: {error.strerror}.") from None
    print(out)
