"""What a person meets: theme, templates, forms, errors, headers, language. `register(app)` wires it into the application."""

from flask import Flask

from core import i18n
from core.web import appearance, drafts, errors, forms, headers, languages, shared, uploads
from core.web.addresses import EnglishAddress
from core.web.assets import StaticFiles
from core.web.charts import shown
from core.web.uploads import MemoryRequest


def register(app: Flask) -> None:
    """Wire the web into `app`, after sign-in has registered what finds the person of a request.

    The application is made without a static folder of its own: static files are served in front of it, Bootstrap's
    from Bootstrap-Flask's folder. That extension itself is not registered: it would add an endpoint for one host only.
    """
    app.request_class = MemoryRequest
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)  # a form holds as long as its session
    app.config.setdefault("SESSION_COOKIE_PATH", "/")  # one sign-in for both language addresses
    i18n.init_app(app)
    app.before_request(languages.choose_language)
    app.before_request(uploads.limit_files)
    app.before_request(forms.limit_text)
    forms.csrf.init_app(app)
    drafts.init_app(app)
    errors.init_app(app)
    headers.init_app(app)
    appearance.init_app(app)
    shown.init_app(app)
    shared.init_app(app)
    app.wsgi_app = StaticFiles(EnglishAddress(app.wsgi_app))  # type: ignore[method-assign]
