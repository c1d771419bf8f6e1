"""Help with a list of participants from a spreadsheet. Words: docs/glossary.md."""

from blueprints.help.topic import Topic
from core.i18n import _l

IMPORT_TOPICS = (
    Topic(
        "import",
        _l("Import a list of participants"),
        _l("A list from a spreadsheet is checked row by row, and nothing is saved before you have seen what it leads to."),
        (
            _l("Take out everybody with protected identity. They are registered as anonymous participants instead."),
            _l(
                "Choose the file, xlsx or csv. Say what its columns are; that is remembered for the next list with the same "
                "headings."
            ),
            _l("Choose by what a participant is known again: the personal identity number, or the participant number."),
            _l("Look at what the rows lead to. Save the file with the reasons, put the faulty rows right, and import it again."),
            _l("Import all rows, or the good ones only. The same file once more changes nothing."),
        ),
        (
            (
                _l("What does an empty cell do?"),
                _l("Nothing: what stands in the register stays. An import never empties anything."),
            ),
            (
                _l("Can it be undone?"),
                _l(
                    "Yes, during thirty days. What came in is closed as registered by mistake, and what was changed gets its "
                    "former values. Rows that somebody has worked on since stay, and you are told which."
                ),
            ),
            (
                _l("Whose are the participants?"),
                _l(
                    "Your own authority is data controller of those who come in. An import makes no referral and no consent: "
                    "they are registered by themselves."
                ),
            ),
        ),
        ("imports.index", "imports.new", "imports.create", "imports.show", "imports.edit", "imports.update", "imports.undo_new"),
    ),
)
