"""A paper to a referral, and why one is hidden."""

import uuid

from core.i18n import _l
from core.referrals.terms import MISFILED_NAMES
from core.web.fields import HiddenField, RadioField, Required
from core.web.forms import MiaForm
from core.web.uploads import UploadField


class FileForm(MiaForm):
    """One file. A draft cannot hold it."""

    keeps_draft = False

    form_token = HiddenField(default=lambda: str(uuid.uuid4()))
    file = UploadField(
        _l("File"),
        [Required(_l("Choose a file"))],
        description=_l("PDF, picture (PNG or JPEG) or document (Word or ODT), at most 10 MB. No medical certificates."),
    )

    @property
    def token(self) -> uuid.UUID:
        """Names one sending. Whoever has tampered with it gets a new one."""
        try:
            return uuid.UUID(self.form_token.data or "")
        except ValueError:
            return uuid.uuid4()


class HideForm(MiaForm):
    """Why a paper stands in the wrong place: one of a few reasons, so that nothing of it is told."""

    reason = RadioField(
        _l("Why does it stand in the wrong place?"),
        choices=[(key.value, name) for key, name in MISFILED_NAMES.items()],
        validators=[Required(_l("Choose why the file stands in the wrong place"))],
    )
