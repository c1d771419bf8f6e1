"""How often one address may ask: Flask-Limiter, in the queue's Valkey when it answers, in memory when it does not.

A coarse fence in front of core/auth/slow_down.py, which counts failures and survives a restart. It never is the cause of
a 500: without Valkey each process counts for itself.
"""

import hashlib
import hmac

import flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from core.config import get_settings
from core.context import current_person
from core.crypto import derive

SIGN_IN_LIMIT = "60 per minute; 600 per hour"
SIGN_IN_PAGE_LIMIT = "120 per minute"
PUBLIC_FORM_LIMIT = "10 per minute; 60 per hour"
LEAFLET_LIMIT = "30 per minute; 300 per hour"
CONTACT_CARD_LIMIT = "5 per minute; 30 per hour; 60 per day"


def site_of(host: str) -> str:
    """The host as one name, whatever capitals and port it was asked with: neither may begin a new count."""
    return host.partition(":")[0].lower()


def _caller() -> str:
    """The caller's address under a keyed hash: the queue's server learns no addresses. The host is in the key."""
    place = f"{site_of(flask.request.host)}\0{get_remote_address()}".encode()
    return hmac.new(derive(get_settings().secret_key, "rate-limit"), place, hashlib.sha256).hexdigest()


def account() -> str:
    """Whoever is signed in, wherever they sit: for what a member of staff may ask only so often."""
    return f"account\0{current_person().account_id}"


_STORAGE_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 1}

limiter = Limiter(key_func=_caller)


def init_app(app: flask.Flask) -> None:
    """Without REDIS_URL, and whenever it does not answer, counting happens in memory."""
    settings = get_settings()
    app.config.setdefault("RATELIMIT_STORAGE_URI", _storage(settings.redis_url))
    app.config.setdefault("RATELIMIT_STORAGE_OPTIONS", _STORAGE_OPTIONS if settings.redis_url else {})
    app.config.setdefault("RATELIMIT_IN_MEMORY_FALLBACK_ENABLED", True)
    app.config.setdefault("RATELIMIT_SWALLOW_ERRORS", True)
    app.config.setdefault("RATELIMIT_KEY_PREFIX", "mia-limit")
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", False)
    limiter.init_app(app)
    limiter.enabled = settings.env != "test"  # tests sign in more often than people; the limit's own tests turn it on


def _storage(redis_url: str) -> str:
    """The address as `limits` spells it: it knows a Unix socket by another scheme than redis-py does."""
    return redis_url.replace("unix://", "redis+unix://", 1) if redis_url.startswith("unix://") else redis_url or "memory://"
