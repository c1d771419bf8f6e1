"""Help about lists that are narrowed, kept and exported."""

from blueprints.help.topic import Topic
from core.i18n import _l

LIST_TOPICS = (
    Topic(
        "lists-and-exports",
        _l("Save a list and export it"),
        _l("What you have chosen on a list can be kept under a name, and the rows can leave as a file when somebody needs them."),
        (
            _l("Choose on the page of the participants or of the referrals what you want to see, and press Filter."),
            _l("Press Save this list and give it a name. You can offer it to colleagues, and let the page open on it."),
            _l("Press Export this list to get a file. Choose the columns, and say what the file is for."),
            _l("Download the file from My exports within 24 hours, keep it where your authority keeps such things."),
        ),
        (
            (
                _l("Who sees that I have exported?"),
                _l("Whoever reviews the access log: that you did it, what for, and whom the file is about."),
            ),
            (
                _l("Why is the file gone?"),
                _l(
                    "It is removed after 24 hours, after five downloads, when you may no longer export, and when you may no "
                    "longer read about everybody in it."
                ),
            ),
        ),
        ("saved_lists.index", "saved_lists.new", "saved_lists.edit", "exports.index", "exports.new", "exports.show"),
    ),
)
