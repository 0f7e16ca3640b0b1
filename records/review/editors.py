"""By which form records of a kind are changed; each room announces its own when it starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from records.models import Registered
from records.review.values import Value, Values, plain, stored_values


@dataclass(frozen=True)
class Editor:
    """The form of a kind of record, and how what it holds is stored.

    The form takes `instance=` and `by=`, names in `NOT_KEPT` its fields that are no facts, and in
    `COLUMNS` the columns behind fields that are called otherwise. Its cleaned data holds a changed
    geometry under the name of the model's field.
    """

    model: Any
    form: Any
    # store(form=, record=, names=, by=): writes what the fields called `names` say, and no others.
    store: Callable[..., Any]
    # The address of the page on which a change is proposed.
    page: str
    # The address of the page on which a draft is changed; empty where nobody enters the kind.
    draft_page: str = ""
    # Fields of which a filed project needs a change filing.
    filing: frozenset[str] = frozenset()
    # Fields that say one thing together: of a proposal all of them are taken, or none.
    together: frozenset[str] = frozenset()


_editors: dict[Any, Editor] = {}


def register_form(
    model: Any, form: Any, *, store: Callable[..., Any], page: str, **more: Any
) -> None:
    """Announce the form by which records of `model` are changed; `more` as Editor has it."""
    _editors[model] = Editor(model, form, store, page, **more)


def has_editor(model: Any) -> bool:
    """Whether records of `model` are changed by a form."""
    return model in _editors


def editor_of(record: Registered) -> Editor | None:
    """The editor of a record; None for a kind that nobody changes by a form."""
    return _editors.get(type(record))


def draft_url(record: Registered) -> str:
    """Where a draft is changed; empty for a kind that nobody enters by a form."""
    editor = editor_of(record)
    if editor is None or not editor.draft_page:
        return ""
    return reverse(editor.draft_page, args=[record.registry_code])


def labelled(model: Any, reasons: Mapping[str, str]) -> list[tuple[str, str]]:
    """Reasons by the names of a form's fields, by what the form calls them instead."""
    fields = _editors[model].form.base_fields if has_editor(model) else {}
    return [
        (capfirst(str(fields[name].label)) if name in fields else name, reason)
        for name, reason in reasons.items()
    ]


def form_for(record: Registered, by: User, data: Any = None) -> Any:
    """The form of a record, bound to `data` if there is any, that takes what is stored as it is.

    What was gathered before the form may lack what the form asks for, or hold what it no longer
    offers: who changes one field is not to be held up by another.
    """
    editor = _editors[type(record)]
    form = editor.form(data, instance=record, by=by)
    ease(form)
    close(form)
    return form


def ease(form: Any) -> None:
    """Let a form take the empty and the outdated values that its record holds."""
    for name, field in form.fields.items():
        value = plain(field.prepare_value(form.get_initial_for_field(field, name)))
        field.required = field.required and value != ""
        if isinstance(field, forms.ModelChoiceField):
            _offer_record(field, value)
        elif isinstance(field, forms.ChoiceField):
            _offer(field, value)


def close(form: Any) -> None:
    """Let a form take no value for what is hidden from the reader of its record."""
    unseen = form.instance.unseen_fields()
    for name, field in form.fields.items():
        if unseen & set(getattr(form, "COLUMNS", {}).get(name, (name,))):
            field.disabled, field.required = True, False
            field.help_text = _("Not public: you do not see it, and it stays as it is.")


def _offer_record(field: forms.ModelChoiceField, value: Value) -> None:
    offered: Any = field.queryset
    if value and not offered.filter(pk=value).exists():
        every = offered.model._default_manager.all()
        field.queryset = every.filter(Q(pk__in=offered.order_by().values("pk")) | Q(pk=value))


def _offer(field: forms.ChoiceField, value: Value) -> None:
    offered: Any = field.choices
    if value and value not in {str(one) for one, _label in offered}:
        field.choices = [*offered, (value, value)]


def values_now(record: Registered, by: User) -> Values:
    """What the form of a record shows of it now."""
    return stored_values(form_for(record, by))
