"""What is noted when a report has come back."""

from core.clock import today
from core.i18n import _l
from core.ids import new_id
from core.web.fields import DateField, HiddenField, IntegerField, NotAfterToday, Optional, Required
from core.web.forms import MiaForm
from core.web.uploads import UploadField


class ReceiveForm(MiaForm):
    """The paper is signed. A draft cannot hold a file."""

    keeps_draft = False
    version = IntegerField(widget=HiddenField.widget)
    token = HiddenField(default=lambda: str(new_id()))
    signed_on = DateField(
        _l("Signed on"),
        [Required(_l("Write the day the participant signed")), NotAfterToday()],
        description=_l("As it stands on the paper, such as 2022-09-15."),
    )
    received_on = DateField(_l("Received on"), [Required(_l("Write the day you received it")), NotAfterToday()], default=today)
    file = UploadField(
        _l("The signed report, scanned"), [Optional()], description=_l("PDF or picture (PNG or JPEG), at most 10 MB.")
    )
