"""Words of an expression of interest as the public form sends it."""

from enum import StrEnum

from core.i18n import _l


class ContactWay(StrEnum):
    """How somebody wants to be reached."""

    PHONE = "phone"
    TEXT_MESSAGE = "text_message"
    EMAIL = "email"


CONTACT_WAY_NAMES = {
    ContactWay.PHONE: _l("Call me"),
    ContactWay.TEXT_MESSAGE: _l("Send me a text message"),
    ContactWay.EMAIL: _l("E-mail me"),
}
BY_TELEPHONE = frozenset({ContactWay.PHONE, ContactWay.TEXT_MESSAGE})
