"""Writes of proposals: changes of published records that a second person accepts or returns."""

from collections.abc import Collection, Mapping, Set
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from records.enums import PENDING, PROPOSABLE, ProposalState
from records.log.acting import logged
from records.models import Act, Proposal, Registered
from records.review.actions import check_version, lock
from records.review.actors import is_inside
from records.review.editors import editor_of, form_for, values_now
from records.review.values import Values, as_data, stored_values


def may_propose(record: Registered, user: Any) -> bool:
    """Whether `user` may propose a change: who registers, in whose territory the record lies."""
    return (
        user.is_authenticated
        and user.may_register
        and record.state in PROPOSABLE
        and editor_of(record) is not None
        and is_inside(record, user)
    )


def as_seen(record: Registered, user: User) -> Registered:
    """The record as `user` sees it; PermissionDenied when they do not see it at all."""
    seen: Registered | None = type(record).objects.visible_to(user).filter(pk=record.pk).first()
    if seen is None:
        raise PermissionDenied
    return seen


def may_be_proposed(record: Registered, user: User) -> bool:
    """Whether `user` may propose a change of a record, asked without anything being raised."""
    try:
        return may_propose(record, user) and as_seen(record, user) is not None
    except PermissionDenied:
        return False


def has_pending(record: Registered, user: User) -> bool:
    """Whether `user` has a proposal for the record in hand."""
    mine = Proposal.objects.filter(registry_code=record.registry_code, by=user)
    return mine.filter(state__in=PENDING).exists()


def may_decide(proposal: Proposal, record: Registered, user: Any) -> bool:
    """Whether `user` decides: a reviewer of the territory, never on a proposal of their own."""
    return (
        user.is_authenticated
        and user.may_review
        and proposal.by_id != user.pk
        and is_inside(record, user)
    )


@logged
def propose(
    *, record: Registered, by: User, values: Values, why: str = "", act: Act | None = None
) -> Proposal:
    """Keep what `by` would change; `values` is the whole form. There is one for user and record.

    `act` is the import that it comes with, if it does.

    What is hidden from `by` stays as it is: the form takes no value for it.
    Raises PermissionDenied, or ValidationError when nothing is changed.
    """
    locked = lock(record)
    seen = as_seen(locked, by)
    if not may_propose(seen, by):
        raise PermissionDenied
    form = form_for(seen, by)
    now = stored_values(form)
    taken = {name for name, field in form.fields.items() if not field.disabled}
    changed = {name: values[name] for name in values if name in taken and values[name] != now[name]}
    if not changed:
        raise ValidationError(_("Nothing differs from the record. Change something first."))
    editor: Any = editor_of(locked)
    fields = {
        "state": ProposalState.OPEN,
        "values": changed,
        "base": {name: now.get(name, "") for name in changed},
        "is_filing": bool(editor.filing & set(changed)),
        "why": why.strip(),
        "act": act,
        "proposed_at": timezone.now(),
        "field_reasons": {},
        "reason": "",
    }
    proposal, _created = Proposal.objects.update_or_create(
        registry_code=locked.registry_code, by=by, state__in=PENDING, defaults=fields
    )
    return proposal


@logged
def withdraw(*, proposal: Proposal, by: User) -> None:
    """Take a proposal of one's own back."""
    locked = _lock(proposal)
    if locked.by_id != by.pk:
        raise PermissionDenied
    locked.state = ProposalState.WITHDRAWN
    locked.save(update_fields=["state", "changed_at"])


def waiting_of(act: Act) -> QuerySet[Proposal]:
    """The proposals of a batch that nobody has accepted or taken back."""
    return act.proposals.filter(state__in=PENDING)


def take_back(*, act: Act, reason: str) -> int:
    """Withdraw what waits of a batch that is being undone, with the reason; gives the number.

    Who may undo is for the caller to ask. What was decided stays: that was the act of somebody
    else, which is undone by itself.
    """
    now = timezone.now()
    fields = {"state": ProposalState.WITHDRAWN, "reason": reason, "changed_at": now}
    return waiting_of(act).update(**fields)


@logged
def return_proposal(
    *,
    proposal: Proposal,
    record: Registered,
    by: User,
    reason: str,
    field_reasons: Mapping[str, str] | None = None,
    version: str = "",
) -> None:
    """Give a proposal back to its author, saying why."""
    _stored, locked = _begin_decision(proposal, record, by, version)
    said = {name: text.strip() for name, text in (field_reasons or {}).items() if text.strip()}
    if not reason.strip() and not said:
        raise ValidationError({"reason": _("Say what has to be changed before this can be taken.")})
    locked.field_reasons = said
    _decide(locked, ProposalState.RETURNED, by, reason)


@logged
def accept(
    *,
    proposal: Proposal,
    record: Registered,
    by: User,
    names: Collection[str],
    reason: str = "",
    version: str = "",
) -> Registered:
    """Write the proposed values of the fields called `names` into the record, and nothing else.

    `version` is what `held_version` gave for what `by` looked at. Raises ValidationError when the
    record or the proposal was changed since, or when the values do not pass the form any more.
    """
    stored, locked = _begin_decision(proposal, record, by, version)
    taken = {name: locked.values[name] for name in locked.values if name in names}
    if not taken:
        raise ValidationError(_("Nothing is chosen. Choose what to take, or return the proposal."))
    editor: Any = editor_of(stored)
    form = form_for(stored, by, as_data({**values_now(stored, by), **taken}))
    _check_whole(form, locked, editor.together, taken.keys())
    if not form.is_valid():
        raise ValidationError(_problems(form))
    changed: Registered = editor.store(form=form, record=lock(stored), names=set(taken), by=by)
    locked.accepted = list(taken)
    _decide(locked, ProposalState.ACCEPTED, by, reason)
    return changed


def _check_whole(form: Any, proposal: Proposal, group: Set[str], names: Set[str]) -> None:
    """Refuse half of what makes sense together only, such as a longitude without its latitude."""
    proposed = [name for name in proposal.values if name in group]
    if 0 < len(names & set(proposed)) < len(proposed):
        labels = _(", ").join(str(form.fields[name].label) for name in proposed)
        raise ValidationError(
            _("These are taken together or not at all: %(labels)s.") % {"labels": labels}
        )


def held_version(proposal: Proposal, record: Registered) -> str:
    """What was looked at: this state of the proposal on this state of the record."""
    return f"{proposal.version} {record.version}"


def _begin_decision(
    proposal: Proposal, record: Registered, by: User, version: str
) -> tuple[Any, Proposal]:
    """Lock the record, then the proposal, and check who decides on what."""
    stored, locked = lock(record), _lock(proposal)
    if not may_decide(locked, stored, by):
        raise PermissionDenied
    if locked.state != ProposalState.OPEN:
        raise _not_open(locked)
    if stored.state not in PROPOSABLE:
        raise ValidationError(
            _("The record is “%(state)s” now. Nothing can be taken over into it.")
            % {"state": stored.get_state_display()}
        )
    if version and version != held_version(locked, stored):
        check_version(stored, "changed")
    return stored, locked


def _lock(proposal: Proposal) -> Proposal:
    locked: Proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if not locked.is_pending:
        raise _not_open(locked)
    return locked


def _not_open(proposal: Proposal) -> ValidationError:
    return ValidationError(
        _("This proposal is “%(state)s” already. Reload the page to see it.")
        % {"state": proposal.get_state_display()},
        code="state",
    )


def _decide(proposal: Proposal, state: str, by: User, reason: str) -> None:
    proposal.state = state
    proposal.decided_by = by
    proposal.decided_at = timezone.now()
    proposal.reason = reason.strip()
    proposal.save()


def _problems(form: Any) -> list[str]:
    """The errors of a form as sentences that name the field."""
    return [
        f"{form.fields[name].label}: {text}" if name in form.fields else text
        for name, texts in form.errors.items()
        for text in texts
    ]
