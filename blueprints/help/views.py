"""/help, a page a task, and /whats-new. Texts only: the same for everybody, so anyone may read and keep them."""

from flask import Blueprint, Response, render_template

from blueprints.help.topics import TOPICS
from core.auth.permissions import public
from core.content.whats_new import list_news
from core.context import language
from core.errors import NotFound
from core.web import helping
from core.web.caching import kept
from core.web.helping import HelpPage

blueprint = Blueprint("help", __name__, template_folder="templates")

helping.add(HelpPage(topic.slug, topic.title, topic.endpoints) for topic in TOPICS)


@blueprint.get("/help")
@public
def index() -> Response:
    return kept(render_template("help/index.html", topics=TOPICS))


@blueprint.get("/help/<slug>")
@public
def show(slug: str) -> Response:
    topic = next((topic for topic in TOPICS if topic.slug == slug), None)
    if topic is None:
        raise NotFound
    return kept(render_template("help/show.html", topic=topic, topics=TOPICS))


@blueprint.get("/whats-new")
@public
def whats_new() -> Response:
    return kept(render_template("help/whats_new.html", news=list_news(language())))
