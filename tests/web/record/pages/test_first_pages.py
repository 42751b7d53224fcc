"""The pages that are opened before there are processes that answer."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask

from tests.web import record_scenes as scenes
from tests.web.browser import an_app
from tracker.services.core.office import Office
from tracker.web.record.pages.first_pages import open_first_pages


def opened(app: Flask) -> dict[str, str]:
    """The paths that are opened, with the status of each answer."""
    answers, answer = dict[str, str](), app.wsgi_app

    def noting(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        def begin(status: str, *rest: object) -> object:
            answers[environ["SCRIPT_NAME"] + environ["PATH_INFO"]] = status[:3]
            return start(status, *rest)  # type: ignore[arg-type]

        return answer(environ, begin)  # type: ignore[arg-type]

    app.wsgi_app = noting  # type: ignore[assignment, method-assign]
    open_first_pages(app)
    return answers


def test_lists_and_one_record_of_each_kind_are_opened_in_both_languages(office: Office) -> None:
    reference = scenes.a_silence(office)

    answers = opened(an_app(office))

    assert set(answers.values()) == {"200"}
    kinds = {path.split("/")[1] for path in answers if path.count("/") == 2 and path[-1] != "/"}
    assert kinds == {"requests", "blocks", "bodies", "laws"}
    assert f"/requests/{reference}" in answers
    assert {"/", "/ur/", "/deadlines", "/bodies", "/feed.atom"} <= answers.keys()


def test_without_a_record_the_lists_alone_are_opened(office: Office) -> None:
    answers = opened(an_app(office))

    assert set(answers.values()) == {"200"}
    assert not any(path.startswith("/requests/") for path in answers)
