"""Help with news and stories."""

from blueprints.help.topic import Topic
from core.i18n import _l

CONTENT_TOPICS = (
    Topic(
        "news",
        _l("Publish news or a story"),
        _l("What you write is a draft until somebody publishes it. Readers see it on the website, in the list and in the feed."),
        (
            _l("Choose what it is, and write a title, an introduction and the text. One language is enough; two are better."),
            _l("Choose a picture, and say what it shows for those who do not see it."),
            _l("Save, and look at it as readers will."),
            _l("Ask a colleague to read it, or publish it at once or from a day and an hour."),
            _l("Take it down when it is no longer true. Everything you have saved is kept."),
        ),
        (
            (
                _l("What does a story about a participant need?"),
                _l(
                    "A consent to publish. The contact person registers it and gives you its reference; you do not learn whose "
                    "it is. When the participant takes the consent back, the story and its pictures are gone at once."
                ),
            ),
            (
                _l("What if it is written in one language only?"),
                _l("Readers of the other language are told that it has not been translated, and can read it as it is."),
            ),
        ),
        (
            *("content.index", "content.new", "content.create", "content.show"),
            *("content.edit", "content.update", "content.carry"),
        ),
    ),
)
