"""Tenants and hosts as django-tenants keeps them, and the tables of a tenant that the list page reads and writes."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django_tenants.models import DomainMixin, TenantMixin


class Client(TenantMixin):
    """A tenant whose schema stands already."""

    name = models.TextField()
    auto_create_schema = False


class Domain(DomainMixin):
    """Its host."""


class Person(models.Model):
    id = models.UUIDField(primary_key=True)
    given_name = models.TextField()
    family_name = models.TextField()
    sort_key = models.TextField()

    class Meta:
        managed = False
        db_table = "person"


class Staff(models.Model):
    account_id = models.UUIDField(primary_key=True)
    name = models.TextField()
    authority_id = models.UUIDField()

    class Meta:
        managed = False
        db_table = "staff"


class Participation(models.Model):
    id = models.UUIDField(primary_key=True)
    number = models.TextField()
    state = models.TextField()
    controller_id = models.UUIDField()
    municipality_code = models.TextField(null=True)
    started_on = models.DateField()
    next_contact_on = models.DateField(null=True)
    person = models.ForeignKey(Person, models.DO_NOTHING, null=True)
    key_worker = models.ForeignKey(Staff, models.DO_NOTHING, null=True)

    class Meta:
        managed = False
        db_table = "participation"


class Consent(models.Model):
    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    kind = models.TextField()
    given_on = models.DateField()
    until = models.DateField()
    withdrawn_on = models.DateField(null=True)

    class Meta:
        managed = False
        db_table = "consent"


class ConsentAuthority(models.Model):
    consent = models.OneToOneField(Consent, models.DO_NOTHING, primary_key=True)
    authority_id = models.UUIDField()

    class Meta:
        managed = False
        db_table = "consent_authority"


class AccessLog(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account_id = models.UUIDField()
    authority_id = models.UUIDField()
    roles = models.TextField()
    action = models.TextField()
    subject_ids = ArrayField(models.UUIDField())
    fields = models.TextField()
    reason = models.TextField(default="")
    request_id = models.TextField()

    class Meta:
        managed = False
        db_table = "access_log"
