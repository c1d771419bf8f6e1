"""What is entered about a failure or a good example, and about where it goes."""

import uuid
from collections.abc import Sequence
from typing import Any

from core.deviations.checking import list_asked
from core.deviations.services import Written
from core.deviations.terms import (
    CATEGORIES,
    KIND_NAMES,
    LEVEL_NAMES,
    MOST_PROPOSAL,
    MOST_STEP,
    MOST_TITLE,
    MOST_WORDS,
    STATE_NAMES,
    Level,
    State,
    Verdict,
)
from core.i18n import _l
from core.ids import new_id, read_id
from core.participants.choices import list_codes, offered
from core.web.fields import (
    ChoiceField,
    DateField,
    HiddenField,
    IntegerField,
    LongTextField,
    ManyField,
    Optional,
    RadioField,
    Required,
    TextField,
)
from core.web.forms import MiaForm

Choices = Sequence[tuple[str, str]]
MOST_ASKED = 60
WITHOUT_PERSONS = _l("Without persons: no names, numbers, addresses, ages or days, and nothing by which somebody is known.")
ALL_READ_THIS = _l("Everybody who may see this reads it. Without persons.")


class WithLookedAt(MiaForm):
    """A form whose words are looked through. What may name somebody is asked about, word by word."""

    sure = ManyField(
        _l("Nobody can be recognised by these words"),
        [Optional()],
        description=_l("Tick the words that name no person: a place, an authority, a method. Write the rest in another way."),
        validate_choice=False,
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.sure.choices = [(word, word) for word in self.sure_of]

    @property
    def sure_of(self) -> list[str]:
        """The words that the writer says name nobody."""
        return [str(word)[:100] for word in (self.sure.data or [])[:MOST_ASKED]]

    def ask(self, texts: dict[str, str]) -> None:
        """Show every word that has to be looked at, those that were ticked as ticked."""
        self.sure.choices = [(word, word) for word in list_asked(texts)[:MOST_ASKED]]


class DeviationForm(WithLookedAt):
    """The words, and what it is about. `token` names one sending; `version` is the one that was opened."""

    token = HiddenField(default=lambda: str(new_id()))
    version = IntegerField(widget=HiddenField.widget)
    kind = RadioField(
        _l("What is it?"),
        [Required(_l("Choose what kind it is"))],
        choices=list(KIND_NAMES.items()),
        description=_l("A failure is something between authorities that did not work. A good example is something that did."),
    )
    title = TextField(
        _l("Heading"),
        [Required(_l("Write a heading"))],
        description=_l("Such as Long wait for a decision."),
        max_length=MOST_TITLE,
    )
    words = LongTextField(
        _l("What happened"),
        [Required(_l("Write what happened"))],
        description=WITHOUT_PERSONS,
        max_length=MOST_WORDS,
    )
    proposal = LongTextField(
        _l("What could be done"),
        [Optional()],
        description=_l("What would have to change, or how others can do the same."),
        max_length=MOST_PROPOSAL,
    )
    category = ChoiceField(_l("What is it about?"), [Required(_l("Choose what it is about"))])
    parties = ManyField(_l("Which parties does it touch?"), [Optional()])
    authorities = ManyField(
        _l("Which authorities of the sub-project?"),
        [Optional()],
        description=_l("Stays in the sub-project; the county sees the parties."),
    )
    level = RadioField(
        _l("Where can it be solved or made use of?"),
        [Required(_l("Choose where it can be solved"))],
        choices=list(LEVEL_NAMES.items()),
        default=Level.LOCAL.value,
    )
    reader_id = ChoiceField(
        _l("Who is to read it through?"),
        [Optional()],
        prompt=_l("Anybody else of my authority"),
        description=_l("Somebody else than you reads it before others see it. Whoever you choose sees the text at once."),
    )

    def __init__(self, parties: Choices, authorities: Choices, readers: Choices, **options: Any) -> None:
        super().__init__(**options)
        self.category.choices = offered(list_codes(CATEGORIES)[CATEGORIES])
        self.parties.choices, self.authorities.choices, self.reader_id.choices = parties, authorities, readers

    def written(self) -> Written:
        """What was typed, for the service."""
        return Written(
            kind=self.kind.data,
            category=self.category.data,
            title=self.title.data or "",
            words=self.words.data or "",
            proposal=self.proposal.data or "",
            parties=tuple(self.parties.data or ()),
            authorities=_ids(self.authorities.data),
            level=self.level.data,
            reader_id=read_id(self.reader_id.data),
            sure_of=self.sure_of,
        )


def _ids(texts: Sequence[str] | None) -> tuple[uuid.UUID, ...]:
    return tuple(found for found in map(read_id, texts or ()) if found)


class ReadingForm(MiaForm):
    """What the second reader found. `number` is the text that was read."""

    keeps_draft = False
    number = IntegerField(widget=HiddenField.widget)
    verdict = RadioField(_l("What did you find?"), [Required(_l("Choose what you found"))])
    note = LongTextField(
        _l("What has to be written in another way?"),
        [Optional()],
        description=_l("Say where, without writing it again. The writer reads this."),
        max_length=MOST_STEP,
    )

    def __init__(self, *, may_approve: bool, **options: Any) -> None:
        super().__init__(**options)
        approve = [(Verdict.APPROVED.value, _l("Nobody can be recognised: it may be seen by others"))] if may_approve else []
        self.verdict.choices = [
            *approve,
            (Verdict.RETURNED.value, _l("Somebody could be recognised: it goes back to the writer")),
        ]


class StepForm(WithLookedAt):
    """Who takes the next step, which, and by when."""

    version = IntegerField(widget=HiddenField.widget)
    holder_id = ChoiceField(_l("Who takes the next step?"), [Optional()], prompt=_l("Nobody named"))
    next_step = LongTextField(_l("Next step"), [Optional()], description=ALL_READ_THIS, max_length=MOST_STEP)
    next_step_on = DateField(_l("By when"), [Optional()], description=_l("Such as 2022-09-15."))

    def __init__(self, holders: Choices, **options: Any) -> None:
        super().__init__(**options)
        self.holder_id.choices = holders


class MoveForm(WithLookedAt):
    """Where it goes."""

    version = IntegerField(widget=HiddenField.widget)
    to = RadioField(_l("Where does it go?"), [Required(_l("Choose where it goes"))])
    note = LongTextField(_l("Why, or how it ended"), [Optional()], description=ALL_READ_THIS, max_length=MOST_STEP)

    def __init__(self, moves: Sequence[State], **options: Any) -> None:
        super().__init__(**options)
        self.to.choices = [(state.value, STATE_NAMES[state]) for state in moves]
