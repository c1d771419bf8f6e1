"""One page: session, user, permission, the list by Django's ORM, a row in the access log, the product's own template."""

import datetime as dt
import os
import uuid
from types import SimpleNamespace

import django
from django.contrib.auth.decorators import permission_required
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Collate
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.peer.settings")
django.setup()

from tests.bench import floor  # noqa: E402 - the template and what fills it, as the floor has them
from tests.bench.peer.models import AccessLog, ConsentAuthority, Participation, Staff  # noqa: E402

PERMISSION = "peer.read_participations"
PER_PAGE = 50
_COLUMNS = ("id", "number", "state", "started_on", "next_contact_on", "person_id", "municipality_code")
_page = floor.Page()


def visible(me: Staff) -> "QuerySet[Participation]":
    """What somebody who reads all of an authority may read: its own, and elsewhere those whose contact person they are, on
    consent."""
    today = dt.datetime.now(dt.UTC).date()
    consents = ConsentAuthority.objects.filter(
        authority_id=me.authority_id,
        consent__person_id=OuterRef("person_id"),
        consent__kind="information",
        consent__withdrawn_on__isnull=True,
        consent__given_on__lte=today,
        consent__until__gte=today,
    )
    elsewhere = Q(key_worker_id=me.account_id) & Exists(consents)
    return Participation.objects.filter(Q(controller_id=me.authority_id) | elsewhere)


@permission_required(PERMISSION, raise_exception=True)
def index(request: HttpRequest) -> HttpResponse:
    me = Staff.objects.get(account_id=request.user.username)
    seen = visible(me)
    shown = seen.filter(state="active").order_by(Collate("person__sort_key", "C").asc(nulls_last=True), "number", "id")
    named = shown.annotate(given_name=F("person__given_name"), family_name=F("person__family_name"), worker=F("key_worker__name"))
    found = named.values_list(*_COLUMNS, "given_name", "family_name", "worker", named=True)
    total, rows = shown.count(), list(found[:PER_PAGE])
    workers = Staff.objects.filter(account_id__in=seen.values("key_worker_id")).order_by("name").values_list("account_id", "name")
    municipalities = _municipalities()
    AccessLog.objects.create(
        account_id=me.account_id,
        authority_id=me.authority_id,
        roles="subproject_manager",
        action="list",
        subject_ids=[row.person_id or row.id for row in rows],
        fields="list",
        request_id=uuid.uuid4().hex,
    )
    get_token(request)
    names = dict(municipalities)
    written = [SimpleNamespace(**row._asdict(), municipality=names.get(row.municipality_code), total=total) for row in rows]
    village = {"site_name": request.tenant.name}
    return HttpResponse(_page.render(village, [written, list(workers), municipalities]))


def _municipalities() -> list[tuple[str, str]]:
    """A table with a key of two columns, which Django's ORM does not know."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, min(name) FROM subproject_municipality GROUP BY code ORDER BY ext.sv_key(min(name)), code")
        return list(cursor.fetchall())


urlpatterns = [path("participants", index)]
app = get_wsgi_application()
