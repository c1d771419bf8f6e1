"""A form that is sent: check it, do the deed, and say every fault at once, those of the form and those of the domain."""

from collections.abc import Callable
from http import HTTPStatus

from core.errors import Conflict, DomainError, Invalid
from core.web.forms import MiaForm


def carry_out(form: MiaForm, deed: Callable[[], object], *, twice: tuple[type[DomainError], ...] = ()) -> HTTPStatus:
    """SEE_OTHER when it was done, or had been done by the same form already (`twice`); else the form is shown again.

    UNPROCESSABLE_ENTITY: faults stand beside their fields. The deed is tried even when the form has faults, to learn
    what the domain says as well; the edge rolls it back. CONFLICT: somebody else was first.
    """
    valid = form.validate()
    try:
        deed()
    except twice:
        return HTTPStatus.SEE_OTHER
    except Invalid as error:
        form.add_faults({name: message for name, message in error.faults.items() if not _has_fault(form, name)})
        return HTTPStatus.UNPROCESSABLE_ENTITY
    except Conflict as error:
        form.add_faults({"": error.message})
        return HTTPStatus.CONFLICT
    return HTTPStatus.SEE_OTHER if valid else HTTPStatus.UNPROCESSABLE_ENTITY


def _has_fault(form: MiaForm, name: str) -> bool:
    return name in form and bool(form[name].errors)
