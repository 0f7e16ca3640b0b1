"""How parks and bases are changed by proposals."""

from typing import Any

from accounts.models import User
from parks import actions
from parks.change_forms import BaseForm, ParkForm, PlaceForm
from parks.models import Base, Park
from records.intake.forms import POINT_FIELDS
from records.review.editors import register_form


def store(*, form: PlaceForm, record: Any, names: set[str], by: User) -> Any:
    """Write the fields of a valid form that are called `names`."""
    return actions.amend(park=record, by=by, fields=form.columns_of(names))


def register() -> None:
    """Announce the forms of parks and bases."""
    register_form(Park, ParkForm, store=store, page="propose-park", together=POINT_FIELDS)
    register_form(Base, BaseForm, store=store, page="propose-base", together=POINT_FIELDS)
