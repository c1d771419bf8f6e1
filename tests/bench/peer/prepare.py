"""Django's own tables, and in them each tenant of the town with somebody signed in. Reads villages, writes cookies, as JSON."""

import json
import os
import sys

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.peer.settings")
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import Group, Permission, User  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402

from tests.bench.peer.models import Client, Domain, Participation  # noqa: E402
from tests.bench.peer.settings import SHARED  # noqa: E402


def main() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SHARED}")
    call_command("migrate_schemas", shared=True, run_syncdb=True, verbosity=0, interactive=False)
    kind = ContentType.objects.get_for_model(Participation)
    permission, _ = Permission.objects.get_or_create(codename="read_participations", content_type=kind, name="read")
    group, _ = Group.objects.get_or_create(name="subproject_manager")
    group.permissions.add(permission)
    json.dump({village["host"]: _cookie(village, group) for village in json.load(sys.stdin)}, sys.stdout)


def _cookie(village: dict[str, str], group: Group) -> str:
    client, _ = Client.objects.get_or_create(schema_name=village["schema"], defaults={"name": village["name"]})
    Domain.objects.get_or_create(domain=village["host"].partition(":")[0], tenant=client)
    user, _ = User.objects.get_or_create(username=village["account"])
    user.groups.add(group)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    main()
