"""Help with steps forward, the timeline, those who stand still, and what comes after the exit. Words: docs/glossary.md."""

from blueprints.help.topic import Topic
from core.i18n import _l

AFTER_TOPICS = (
    Topic(
        "steps",
        _l("Note steps forward"),
        _l("What becomes better is noted when it happens, and the next contact is set in the same breath."),
        (
            _l("Open the participant and choose to note a step."),
            _l("Choose what kind of step it is, the day, and a few words if they say more."),
            _l("Set the next contact on the same page. Notes offer it too."),
            _l("The timeline shows everything that has happened, of what you may read."),
        ),
        (
            (
                _l("What if a step was noted by mistake?"),
                _l("Take it back and write why. It stays to be read, crossed out. Only the authority that noted it can."),
            ),
            (
                _l("When does somebody stand still?"),
                _l(
                    "When no contact is to come, nothing has been noted for the number of days in the settings, and no activity"
                    " or action is planned. The list says whose turn it is and since when."
                ),
            ),
        ),
        ("steps.index", "steps.new", "steps.new_withdrawal", "timeline.show", "stalled.index"),
    ),
    Topic(
        "follow-ups",
        _l("Follow up after the exit"),
        _l("Some months after the exit somebody asks how it is going. The settings say how many months."),
        (
            _l("The follow-ups are made by themselves at the exit."),
            _l("The list on My work shows whom to ask now."),
            _l("Note every try. Write the answer when the person is reached: means of support, main activity, own words."),
            _l("Put the answer right if it was written down wrongly. The page then says when and by whom."),
            _l("Give up when nobody is reached, or when the person does not want to answer."),
        ),
        (
            (
                _l("How is the rate of response counted?"),
                _l("Those who answered, of all who were asked: answered, not reached, or did not want to answer."),
            ),
            (
                _l("Who is not asked?"),
                _l("Anonymous participants, and those who have died."),
            ),
        ),
        (
            "follow_ups.index",
            "follow_ups.show",
            "follow_ups.new_answer",
            "follow_ups.edit_answer",
            "follow_ups.new_try",
            "follow_ups.edit_state",
        ),
    ),
)
