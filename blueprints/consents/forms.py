"""What is typed about a consent. Each sending carries a token, so that a double click makes one row."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from core.clock import today
from core.consents.services import Given, Publicity
from core.consents.terms import DATA_KIND_NAMES, GIVEN_BY_NAMES, PAPER_NAMES, DataKind, GivenBy, Paper
from core.i18n import _l
from core.ids import read_id
from core.web.fields import (
    ChoiceField,
    DateField,
    HiddenField,
    LongTextField,
    ManyField,
    NotAfterToday,
    RadioField,
    Required,
    TextField,
)
from core.web.forms import MiaForm
from core.web.uploads import UploadField

MOST_CHARACTERS = 2_000


class TakenForm(MiaForm):
    """How a consent was taken, and how long it holds."""

    form_token = HiddenField(default=lambda: str(uuid.uuid4()))
    given_by = RadioField(
        _l("How the consent was given"),
        [Required(_l("Choose how the consent was given"))],
        choices=[(key.value, name) for key, name in GIVEN_BY_NAMES.items()],
    )
    witness = TextField(_l("Witness"), description=_l("Needed when the consent was given by word of mouth"))
    given_on = DateField(_l("Day it was given"), [Required(_l("Write the day it was given")), NotAfterToday()], default=today)
    until = DateField(
        _l("Last day it holds"),
        [Required(_l("Write the last day it holds"))],
        description=_l("After this day sharing stops by itself. Such as 2022-12-31."),
    )
    scan = UploadField(
        _l("The signed form"),
        description=_l(
            "PDF or picture, at most 10 MB. Only your own authority can open it. If the page comes back you have to "
            "choose the file again."
        ),
    )

    def taken(self) -> dict[str, Any]:
        """What both consents have in common, for the service; what was not understood is None."""
        return {
            "given_by": GivenBy(self.given_by.data) if self.given_by.data in list(GivenBy) else None,
            "witness": self.witness.data or "",
            "given_on": self.given_on.data,
            "until": self.until.data,
            "scan": self.scan.examined,
            "form_token": read_id(self.form_token.data),
        }


class ConsentForm(TakenForm):
    """What authorities may learn."""

    authorities = ManyField(
        _l("Who may learn it"),
        [Required(_l("Choose at least one authority"))],
        description=_l("Only authorities with a processing agreement in force can be chosen"),
    )
    data_kinds = ManyField(
        _l("What they may learn"),
        [Required(_l("Choose at least one kind of data"))],
        choices=[(key.value, name) for key, name in DATA_KIND_NAMES.items()],
    )
    purpose = LongTextField(
        _l("What it is to be used for"),
        [Required(_l("Write what the information is to be used for"))],
        description=_l("In words the person has agreed to, such as: to plan work training together."),
        max_length=MOST_CHARACTERS,
    )

    def __init__(self, authorities: Sequence[tuple[str, str]], known: Mapping[str, Any]) -> None:
        super().__init__(data=dict(known))
        self.authorities.choices = list(authorities)

    def given(self) -> Given:
        """What the person allows, for the service."""
        return Given(
            authority_ids=ids_of(self.authorities.data),
            data_kinds=kinds_of(self.data_kinds.data),
            purpose=self.purpose.data or "",
            **self.taken(),
        )


class PublicityForm(TakenForm):
    """What may be published. A paper of its own, never given in one breath with the other."""

    scope = LongTextField(
        _l("What may be published, and where"),
        [Required(_l("Write what may be published, and where"))],
        description=_l("Such as: first name and picture in the newsletter, not on social media."),
        max_length=MOST_CHARACTERS,
    )

    def given(self) -> Publicity:
        """What the person allows, for the service."""
        return Publicity(scope=self.scope.data or "", **self.taken())


class WithdrawalForm(MiaForm):
    """That the person takes a consent back."""

    how = TextField(
        _l("How the person took it back"),
        [Required(_l("Write how the person took the consent back"))],
        description=_l("Such as: by telephone. No reason is asked for."),
    )


class PaperForm(MiaForm):
    """What the printed form is to say. Nothing of it is kept."""

    keeps_draft = warns = False

    authorities = ManyField(_l("Who may learn it"), [Required(_l("Choose at least one authority"))])
    data_kinds = ManyField(
        _l("What they may learn"),
        [Required(_l("Choose at least one kind of data"))],
        choices=[(key.value, name) for key, name in DATA_KIND_NAMES.items()],
    )
    purpose = LongTextField(
        _l("What it is to be used for"),
        [Required(_l("Write what the information is to be used for"))],
        description=_l("In words the person has agreed to, such as: to plan work training together."),
        max_length=MOST_CHARACTERS,
    )
    until = DateField(
        _l("Last day it holds"),
        [Required(_l("Write the last day it holds"))],
        description=_l("After this day sharing stops by itself. Such as 2022-12-31."),
    )
    paper = ChoiceField(
        _l("Language of the paper"),
        [Required(_l("Choose a language"))],
        choices=[(key.value, name) for key, name in PAPER_NAMES.items()],
    )

    def __init__(self, authorities: Sequence[tuple[str, str]], known: Mapping[str, Any]) -> None:
        super().__init__(data=dict(known))
        self.authorities.choices = list(authorities)

    @property
    def chosen_paper(self) -> Paper:
        """In which words. Only after the form was found valid."""
        return Paper(self.paper.data)


def ids_of(texts: Sequence[str] | None) -> frozenset[uuid.UUID]:
    """The ids among the texts."""
    return frozenset(found for found in map(read_id, texts or ()) if found is not None)


def kinds_of(texts: Sequence[str] | None) -> frozenset[DataKind]:
    """The kinds of data among the texts."""
    return frozenset(DataKind(one) for one in texts or () if one in list(DataKind))
