"""Django as its documentation sets it up for many tenants, tuned where that costs nothing: connections that stay open, and
the schema chosen once a request instead of at every cursor."""

import os
from urllib.parse import parse_qs, unquote, urlsplit

_url = urlsplit(os.environ["MIA_BENCH_DATABASE_URL"])
_where = {name: values[0] for name, values in parse_qs(_url.query).items()}

SHARED = "django_shared"

SECRET_KEY = os.environ["MIA_SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = [".localhost"]
DATABASES = {
    "default": {
        "ENGINE": "django_tenants.postgresql_backend",
        "NAME": _url.path.lstrip("/"),
        "USER": _url.username or "",
        "PASSWORD": unquote(_url.password or ""),
        "HOST": _where.get("host", _url.hostname),
        "PORT": _where.get("port", ""),
        "CONN_MAX_AGE": None,
    }
}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SHARED_APPS = [
    "django_tenants",
    "tests.bench.peer",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
]
TENANT_APPS = ["django.contrib.contenttypes"]
INSTALLED_APPS = SHARED_APPS
TENANT_MODEL = "peer.Client"
TENANT_DOMAIN_MODEL = "peer.Domain"
PUBLIC_SCHEMA_NAME = SHARED
PG_EXTRA_SEARCH_PATHS = ["ext"]
TENANT_LIMIT_SET_CALLS = True
MIDDLEWARE = [
    "django_tenants.middleware.main.TenantMainMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "tests.bench.peer.site"
LANGUAGE_CODE = "sv"
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
LOGGING = {
    "version": 1,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR"}},
}
