"""Who is it, may they: sessions, sign-in, permissions. `init_app(app)` wires them into the application."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Before core.web, whose hooks ask for the person; after the site of a request is known."""
    from core.auth import gate, limits, sessions
    from core.auth.sign_in import login_manager

    app.session_interface = sessions.ServerSessions()
    login_manager.init_app(app)
    limits.init_app(app)
    gate.init_app(app)
