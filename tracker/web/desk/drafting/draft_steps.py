"""The steps of a draft as forms, each of which keeps what the others ask for."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from flask import request
from wtforms import SelectField, SelectMultipleField

from tracker.domain.base.errors import Refusal
from tracker.domain.base.terms import Channel
from tracker.domain.case.request import Applicant, Cosigner, Draft, OwnQuestion
from tracker.domain.law.questions import Element
from tracker.services.ports.cases import ChangedMeanwhile
from tracker.web.desk.base.offering import enclosure_key, enclosure_named
from tracker.web.desk.drafting.draft_form import (
    MOST_COSIGNERS,
    MOST_OWN,
    ApplicantForm,
    AskedForm,
    SettleForm,
    VersionForm,
)

# Buttons beside a record in one's own words: the action and the record's number.
_BESIDE = re.compile(r"(up|down|reword)-(\d{1,3})")
OWN_WORDS = re.compile(r"own_questions-(\d{1,3})-words")


class DraftStep(VersionForm):
    """One step of a draft. What the step does not ask for stays as it was saved."""

    def __init__(self, draft: Draft, applicant: Applicant, **known: Any) -> None:
        super().__init__(version=str(draft.version), **known)
        self.draft, self.applicant = draft, applicant
        self.theirs: Draft | None = None

    def asked_for(self) -> tuple[str, str | None]:
        """Return the action of the pressed button, and the place on the page to return to."""
        return request.form.get("action", "save"), None

    def typed_draft(self) -> Draft:
        """Return the draft as typed, based on the version that the form was opened with.

        Raises BadInput if the form does not say which version that was.
        """
        return replace(self.draft, version=self.typed_version())

    def typed_applicant(self, kept: Applicant) -> Applicant:
        """Return the applicant as typed, keeping other stored details."""
        return kept

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal.

        If someone else saved first, the form keeps what was typed and is now based on their
        version.
        """
        super().refuse(refusal)
        if isinstance(refusal, ChangedMeanwhile):
            self.theirs = refusal.theirs
            self.version.data = str(refusal.theirs.version)


class ItemsStep(DraftStep, AskedForm):
    """The step that asks for the items, language, service, enclosures and urgency."""

    def __init__(self, draft: Draft, applicant: Applicant, choices: Mapping[str, Any]) -> None:
        own = [{"element": o.element.value, "words": o.words} for o in draft.own_questions]
        super().__init__(
            draft,
            applicant,
            questions=list(draft.questions),
            own_questions=[*own, {"element": Element.ORDER.value, "words": ""}][:MOST_OWN],
            language=draft.language,
            urgent=draft.urgent,
            whose=applicant.urgency.whose,
            how=applicant.urgency.how,
            needed_by=applicant.urgency.by,
            channels=[each.value for each in draft.channels],
            enclosures=[enclosure_key(each) for each in draft.enclosures],
        )
        self.questions.choices = choices["questions"]
        self.channels.choices = choices["channels"]
        self.enclosures.choices = choices["enclosures"]
        self.language.choices = choices["language"]

    def select(self, keys: Sequence[str]) -> None:
        """Select the items of a starting set instead of those that were selected."""
        self.questions.data = list(keys)

    def asked_for(self) -> tuple[str, str | None]:
        """Return the action of the pressed button, and the place on the page to return to.

        A button beside a record in one's own words first moves or rewords that record.
        """
        action, place = super().asked_for()
        if action == "more":
            own = sum(bool((entry.form.words.data or "").strip()) for entry in self.own_questions)
            return "save", f"own_questions-{own}-words"
        beside = _BESIDE.fullmatch(action)
        if beside is None:
            return action, place
        return "save", self._arranged(beside[1], int(beside[2]))

    def _arranged(self, step: str, number: int) -> str | None:
        """Move or reword one record in one's own words; return its place on the page after
        saving, or None if there is no such record."""
        entries = [entry.form for entry in self.own_questions]
        own = [entry for entry in entries if (entry.words.data or "").strip()]
        place = sum(entry in own for entry in entries[:number])
        if place >= len(own):
            return None
        if step == "reword" and (opinion := own[place].opinion):
            own[place].words.data = opinion.instead
        to = place + {"up": -1, "down": 1}.get(step, 0)
        if to != place and 0 <= to < len(own):
            one, other = own[place], own[to]
            for name in ("words", "element"):
                one[name].data, other[name].data = other[name].data, one[name].data
            place = to
        return f"own_questions-{place}-words"

    def complain(self, field: str, message: str) -> None:
        """Add an error to a field; a record in one's own words is found by its position among the
        non-empty ones."""
        own = OWN_WORDS.fullmatch(field)
        if own is None:
            super().complain(field, message)
            return
        entries = [entry.form.words for entry in self.own_questions]
        at = [words for words in entries if (words.data or "").strip()][int(own[1])]
        at.errors = [*at.errors, message]
        super().complain("own_questions", message)

    def typed_draft(self) -> Draft:
        """Return the draft with its items as typed.

        Raises BadInput if the form does not say which version it was opened with.
        """
        typed = self.shown_draft()
        return replace(
            typed,
            version=self.typed_version(),
            language=self.language.data,
            questions=tuple(self.questions.data or ()),
        )

    def shown_draft(self) -> Draft:
        """Return the draft as the page shows it, as far as its choices are offered."""
        offered = {key for key, _ in self._offered(self.questions)}
        known = dict(self._offered(self.language))
        spoken = self.language.data if self.language.data in known else self.draft.language
        return replace(
            self.draft,
            language=spoken,
            questions=tuple(key for key in self.questions.data or () if key in offered),
            own_questions=tuple(
                OwnQuestion(Element(own["element"]), own["words"].strip())
                for own in self.own_questions.data
                if own["words"].strip() and own["element"] in tuple(Element)
            ),
            urgent=bool(self.urgent.data),
            channels=tuple(map(Channel, self._chosen(self.channels))),
            enclosures=tuple(map(enclosure_named, self._chosen(self.enclosures))),
        )

    def _chosen(self, field: SelectMultipleField) -> Iterator[str]:
        """Yield the selected choices of a field that are offered."""
        offered = {key for key, _ in self._offered(field)}
        return (key for key in field.data or () if key in offered)

    @staticmethod
    def _offered(field: SelectField | SelectMultipleField) -> Iterable[tuple[str, str]]:
        choices = cast("Mapping[str, str]", field.choices)
        return choices.items()

    def typed_applicant(self, kept: Applicant) -> Applicant:
        """Return the applicant with the facts of an urgent request as typed."""
        return replace(kept, urgency=self.urgency)


class ApplicantStep(DraftStep, SettleForm, ApplicantForm):
    """The step that asks for the applicant, the capacity and the supporters."""

    def __init__(self, draft: Draft, applicant: Applicant, choices: Mapping[str, Any]) -> None:
        super().__init__(
            draft,
            applicant,
            eligibility=draft.eligibility,
            supporters=list(draft.supporters),
            cosigners=[*map(_signer, applicant.cosigners), {}][:MOST_COSIGNERS],
            name=applicant.name,
            address=applicant.address,
            contact=applicant.contact,
            consents=applicant.consents_to_publication,
            recipient_post=applicant.recipient.post,
            recipient_address=applicant.recipient.address,
            recipient_source=applicant.recipient.source,
        )
        self.eligibility.choices = choices["eligibility"]
        self.offer(choices["supporters"])

    def typed_draft(self) -> Draft:
        """Return the draft with its capacity and supporters as typed.

        Raises BadInput if the form does not say which version it was opened with.
        """
        return replace(
            super().typed_draft(),
            eligibility=self.eligibility.data or "",
            supporters=self.typed_supporters(),
        )

    def typed_applicant(self, kept: Applicant) -> Applicant:
        """Return the applicant and co-signers as typed, keeping other stored details."""
        return ApplicantForm.typed_applicant(self, kept)


def _signer(signer: Cosigner) -> dict[str, str]:
    return {
        "organisation": signer.organisation,
        "called": signer.name,
        "signatory": signer.signatory,
        "post": signer.post,
    }
