"""The texts about the work page, the search and the mail."""

from blueprints.help.topic import Topic
from core.i18n import _l

WORK_TOPICS = (
    Topic(
        "my-work",
        _l("My work, search and mail"),
        _l("The work page begins with the one thing to do first. Under it stands whom to contact, and beside it what waits."),
        (
            _l("Begin with what stands first. Who is late to be contacted comes before everything else."),
            _l("Each number leads to the list it counts. What nobody waits for is not shown."),
            _l("Under Since you were last here stands what others have done. It stays until you have been away half an hour."),
            _l("Search with the magnifying glass in the head, or with the key /. The arrow keys go through what was found."),
            _l("Choose under My account what you get mail about, and how often."),
        ),
        (
            (
                _l("Why do I not find somebody?"),
                _l("You find those whom you may read about. Nobody is told whether somebody else is registered."),
            ),
            (
                _l("What does a mail say?"),
                _l("How many kinds of things wait, and where. Never who, never what, and never how many people."),
            ),
            (
                _l("When are mails sent?"),
                _l("On working days between 6.30 and 18, never at weekends. You can turn them off altogether."),
            ),
        ),
        ("work.index", "work.edit_mail", "search.new", "search.show"),
    ),
)
