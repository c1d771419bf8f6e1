"""Help with failures and good examples. Words: docs/glossary.md."""

from blueprints.help.topic import Topic
from core.i18n import _l

DEVIATION_TOPICS = (
    Topic(
        "failures-and-good-examples",
        _l("Note a failure or a good example"),
        _l("What does not work between authorities is written down without persons, so that somebody can change it."),
        (
            _l("Write what happened between the authorities, and what could be done. Never to whom it happened."),
            _l("Look at the words that the page asks about. Tick those that name nobody, and write the rest in another way."),
            _l("Somebody else than you reads it through. Until then only your authority, and whoever you have asked, sees it."),
            _l("Say who takes the next step and by when. The sub-project manager or the office lifts it."),
            _l("What the county answers comes back to you on My work."),
        ),
        (
            (
                _l("What does the county see?"),
                _l("Exactly the words that were read through, with the parties, the sub-project and the month. No name of you."),
            ),
            (
                _l("What if somebody can be recognised after all?"),
                _l("Choose “Somebody can be recognised in it”. It is taken from everybody at once, and from the county."),
            ),
            (
                _l("Does the page know every name?"),
                _l("No. It knows common names and those of participants you may see. That is why a second person reads it."),
            ),
        ),
        (
            "deviations.index",
            "deviations.new",
            "deviations.create",
            "deviations.show",
            "deviations.edit",
            "deviations.update",
            "deviations.read",
            "deviations.edit_step",
            "deviations.edit_state",
        ),
    ),
)
