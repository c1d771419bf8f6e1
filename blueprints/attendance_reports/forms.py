"""What is noted when a report has come back."""

import uuid
from collections.abc import Sequence
from typing import Any

from core.clock import today
from core.i18n import _l
from core.ids import new_id, read_id
from core.web.fields import DateField, HiddenField, IntegerField, ManyField, NotAfterToday, Optional, Required
from core.web.forms import MiaForm
from core.web.uploads import UploadField


class _SignedFields(MiaForm):
    keeps_draft = False
    signed_on = DateField(
        _l("Signed on"),
        [Required(_l("Write the day the participant signed")), NotAfterToday()],
        description=_l("As it stands on the paper, such as 2022-09-15."),
    )
    received_on = DateField(_l("Received on"), [Required(_l("Write the day you received it")), NotAfterToday()], default=today)


class ReceiveForm(_SignedFields):
    """The paper is signed. A draft cannot hold a file."""

    version = IntegerField(widget=HiddenField.widget)
    token = HiddenField(default=lambda: str(new_id()))
    file = UploadField(
        _l("The signed report, scanned"), [Optional()], description=_l("PDF or picture (PNG or JPEG), at most 10 MB.")
    )


class ReceiveManyForm(_SignedFields):
    """Several papers, signed on the same day. Named by a month and not by an id, it keeps no draft."""

    reports = ManyField(_l("Which reports"), [Required(_l("Choose at least one report"))])

    def __init__(self, unsigned: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.reports.choices = unsigned

    @property
    def report_ids(self) -> frozenset[uuid.UUID]:
        """Those that were ticked."""
        return frozenset(found for found in map(read_id, self.reports.data or []) if found)
