"""What a row changes in a published record, in the terms of the form by which it is changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from records.models import Act, Proposal
from records.review.editors import form_for, values_now
from records.review.proposals import as_seen, propose
from records.review.values import Values, as_data

# The names that columns have in a form where these differ.
InForm = Mapping[str, tuple[str, ...]]


def _proposed(
    record: Any, stored: Any, by: User, values: Mapping[str, Any], in_form: InForm, beside: Values
) -> Values:
    """The whole form of `stored` with what a row changes; `record` is built of that row."""
    changed = {**values_now(record, by), **beside}
    names = [name for key in values for name in in_form.get(key, (key,))]
    return {**values_now(stored, by), **{name: changed[name] for name in names}}


def propose_row(
    *,
    record: Any,
    by: User,
    values: Mapping[str, Any],
    why: str,
    act: Act,
    in_form: InForm,
    beside: Values | None = None,
) -> Proposal:
    """Propose what a row changes. `beside` are values of the form that no field of `record` has."""
    stored = as_seen(record, by)
    every = _proposed(record, stored, by, values, in_form, beside or {})
    return propose(record=stored, by=by, values=every, why=why, act=act)


def refused_by_form(
    record: Any, by: User, values: Mapping[str, Any], in_form: InForm
) -> dict[str, str]:
    """What the form of a record says of the change, by the name of its field."""
    stored = as_seen(record, by)
    form = form_for(stored, by, as_data(_proposed(record, stored, by, values, in_form, {})))
    return {name: " ".join(map(str, texts)) for name, texts in form.errors.items()}
