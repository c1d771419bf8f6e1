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
    Topic(
        "media",
        _l("Add sound or film"),
        _l("An article may have one sound or film at the top. Readers play it when they like, and can read what is said."),
        (
            _l("Save the article as a draft, and choose Add sound or film on its page."),
            _l("Choose the file. It is prepared for some seconds, and what the camera or telephone has noted is removed."),
            _l("Add captions (film) and a transcript in each language the article is written in."),
            _l("Play it as readers will, and publish the article."),
        ),
        (
            (
                _l("How do I make captions?"),
                _l(
                    "Most programs for film, and many services, write a WebVTT file (.vtt). Read it through before you send "
                    "it: names are often wrong. It becomes the beginning of the transcript when nothing else is written there."
                ),
            ),
            (
                _l("Why can I not change a film that readers see?"),
                _l("Its captions and transcript must come first. Take the article down, change the film, and publish it again."),
            ),
            (
                _l("How are people quoted?"),
                _l(
                    "Under What somebody said in the article's form. Words of a participant need a consent to publish, as a "
                    "story does; write its reference, and the words are gone with the consent."
                ),
            ),
        ),
        (
            *("media.index", "media.create", "media.delete"),
            *("media.edit", "media.update"),
        ),
    ),
    Topic(
        "events",
        _l("Take sign-ups to an event"),
        _l("Readers sign up on the event's page with a name and an e-mail address or a telephone number. They need no account."),
        (
            _l(
                "Write the event under News and stories, with its days, the last day to sign up and perhaps the number of places."
            ),
            _l("Publish it. The page says how many places are left, and takes no more when it is full or too late."),
            _l("See who has signed up on the event's own page. Save the list as Excel when you need it, and say what for."),
            _l("Take no more sign-ups, or remove somebody who asks you to, on the same page."),
        ),
        (
            (
                _l("How does somebody cancel?"),
                _l("With the address of their receipt. Whoever has lost it gets in touch with you, and you remove them."),
            ),
            (
                _l("How long is the list kept?"),
                _l("30 days after the event's last day. Then it is removed by itself. Every reading of it is logged."),
            ),
        ),
        (
            *("signups.index", "signups.new_file", "signups.create_file", "signups.update_closing"),
            *("signups.confirm_remove", "signups.remove"),
        ),
    ),
    Topic(
        "publications",
        _l("Put out a report or a leaflet"),
        _l("Publications are PDFs that readers save, and links to what stands elsewhere. A publication may have many languages."),
        (
            _l("Choose Publications under News and stories, and add one: what it is, its year and its title."),
            _l("Choose the file, and say which language it is in. Its first page becomes the cover."),
            _l("Add the same in other languages, each as a file of its own."),
            _l("Publish. Readers find it under Publications, and leaflets also on the page for those who want to take part."),
        ),
        (
            (
                _l("What happens when a file is replaced?"),
                _l("The new one has an address of its own, and the earlier one is gone for readers at once."),
            ),
            (
                _l("Can everybody have a file read aloud?"),
                _l(
                    "Only when it has text and tags. The page of the publication says what a file lacks and what to do. Who "
                    "wrote it and where its photographs were taken is removed from it when you upload it."
                ),
            ),
        ),
        (
            *("publications.index", "publications.new", "publications.create", "publications.show", "publications.edit"),
            *("publications.update", "publications.create_file", "publications.delete_file", "publications.update_showing"),
        ),
    ),
    Topic(
        "site-pages",
        _l("Change facts, contacts and texts of the website"),
        _l("The pages have texts from the beginning. What you write yourself takes their place, in one language or in both."),
        (
            _l("Choose Facts, contacts and texts under News and stories."),
            _l("Add the roles that the public may turn to. Tick acting when somebody has the role for the time being."),
            _l("Add facts with the day they were true and where it is said. They stand on the page with the results."),
            _l("Write a page's text, and look at it as readers do. Empty it to have the text from the beginning back."),
        ),
        (
            (
                _l("May a contact stand there by name?"),
                _l("Only when whoever has the role wants it. The role and the switchboard are enough."),
            ),
            (
                _l("What if a text was changed by mistake?"),
                _l("Every version is kept, with who wrote it and when. Open the earlier one below the form and bring it back."),
            ),
        ),
        (
            *("site_pages.index", "site_pages.new_fact", "site_pages.create_fact", "site_pages.edit_fact"),
            *("site_pages.update_fact", "site_pages.new_contact", "site_pages.create_contact", "site_pages.edit_contact"),
            *("site_pages.update_contact", "site_pages.edit_text", "site_pages.update_text"),
            *("site_pages.show_version", "site_pages.bring_back"),
        ),
    ),
)
