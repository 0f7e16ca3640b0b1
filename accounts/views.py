"""Pages of one's own account, and those on which administrators help others with theirs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import PasswordResetConfirmView, PasswordResetView
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView, TemplateView, View

from accounts.access import signed_in
from accounts.actions import (
    change_password,
    end_sessions,
    issue_reset_link,
    may_help,
    remove_step,
    reset_password,
)
from accounts.enums import DUTIES, Role
from accounts.links import reset_link, tokens
from accounts.models import User
from accounts.second_step import device_of
from accounts.sessions import live_sessions
from accounts.throttle import is_asked_too_often, mail_refused

# What of an account's history its page shows, and how many users a list.
EVENTS, USERS = 10, 50


class AccountPage(LoginRequiredMixin, TemplateView):
    """Who the signed-in person is, what they may do and where, and where they are signed in."""

    template_name = "accounts/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give duties, territory, sessions and what was done to the account."""
        user = signed_in(self.request)
        return super().get_context_data(
            **kwargs,
            duties=duties(user),
            divisions=user.territory.named(),
            sessions=live_sessions(user, self.request.session.session_key),
            events=user.events.select_related("by")[:EVENTS],
            has_step=device_of(user) is not None,
            codes_left=user.recovery_codes.filter(used_at=None).count(),
        )


def duties(user: User) -> list[Any]:
    """What the role of a user lets them do, in sentences."""
    return DUTIES[Role.ADMINISTRATOR if user.is_administrator else Role(user.role)]


def with_plain_help(form_class: Any) -> Any:
    """A form for a new password that says in one sentence what is asked of it."""

    class Plain(form_class):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.fields["new_password1"].help_text = _(
                "At least 8 characters, not digits alone, no common password, not like your name."
            )
            self.fields["new_password2"].help_text = ""

    return Plain


class AccountForm(FormView):
    """A page that asks one thing about an account."""

    template_name = "accounts/form.html"
    success_url = reverse_lazy("account")
    title: Any = ""
    explanation: Any = ""
    button: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of the page."""
        return super().get_context_data(
            **kwargs, title=self.title, explanation=self.explanation, button=self.button
        )


class ChangePassword(LoginRequiredMixin, AccountForm):
    """Change one's own password."""

    form_class = with_plain_help(PasswordChangeForm)
    title = gettext_lazy("Change the password")
    explanation = gettext_lazy("You stay logged in here. Everywhere else you are logged out.")
    button = gettext_lazy("Change the password")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form checks the old password of its user."""
        return {**super().get_form_kwargs(), "user": signed_in(self.request)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Change it; this session goes on under a new key."""
        session, user = self.request.session, signed_in(self.request)
        change_password(
            password=form.cleaned_data["new_password1"], current=session.session_key, by=user
        )
        update_session_auth_hash(self.request, user)
        messages.success(self.request, _("The password is changed. Other sessions are ended."))
        return super().form_valid(form)


class ResetPassword(AccountForm, PasswordResetConfirmView):
    """Set a new password by a link; it is worth nothing afterwards."""

    form_class = with_plain_help(SetPasswordForm)
    token_generator = tokens
    success_url = reverse_lazy("login")
    title = gettext_lazy("Set a new password")
    explanation = gettext_lazy(
        "Then log in with it. Wherever you were logged in, you are not any more."
    )
    button = gettext_lazy("Set the password")

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it."""
        person: Any = self.user
        reset_password(password=form.cleaned_data["new_password1"], by=person)
        self.request.session.flush()
        messages.success(self.request, _("The new password is set. Log in with it."))
        return HttpResponseRedirect(str(self.success_url))


class MailReset(AccountForm, PasswordResetView):
    """Have the link sent by e-mail, where the installation has a mail server.

    What is answered does not tell whether there is such a user.
    """

    token_generator = tokens
    success_url = reverse_lazy("login")
    email_template_name = "accounts/mail.txt"
    subject_template_name = "accounts/mail_subject.txt"
    title = gettext_lazy("Lost the password")
    explanation = gettext_lazy("We send a link to the e-mail address of your account.")
    button = gettext_lazy("Send the link")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """There is no such page without a mail server."""
        if not settings.RESET_BY_EMAIL:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Send it, unless that was asked too often."""
        if is_asked_too_often(self.request, form.cleaned_data["email"]):
            return mail_refused(self.request)
        messages.info(
            self.request,
            _("If an account has this address, the link is on its way. Look into your mail."),
        )
        return super().form_valid(form)


class EndSessions(LoginRequiredMixin, View):
    """End one of one's own sessions, or all others."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """End what the button names; what is over already is no error."""
        user, named = signed_in(request), request.POST.get("session", "")
        others = [
            session
            for session in live_sessions(user, request.session.session_key)
            if not session.is_current and (named in {session.handle, "others"})
        ]
        end_sessions(sessions=others, user=user, by=user)
        messages.success(request, _("Ended: whoever used it has to log in again."))
        return HttpResponseRedirect(f"{reverse('account')}#sessions")


class ForAdministrators(LoginRequiredMixin):
    """Pages that only administrators may open."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Refuse others who are signed in."""
        if request.user.is_authenticated and not request.user.is_administrator:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Users(ForAdministrators, ListView):
    """Users, found by name."""

    template_name = "accounts/users.html"
    paginate_by = USERS

    def asked(self) -> str:
        """What is looked for."""
        return self.request.GET.get("q", "").strip().replace("\0", "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep what is looked for in its box."""
        return super().get_context_data(**kwargs, asked=self.asked())

    def get_queryset(self) -> Any:
        """Those whose name holds what is asked for."""
        asked = self.asked()
        by_name = Q(username__icontains=asked) | Q(first_name__icontains=asked)
        users = User.objects.filter(by_name | Q(last_name__icontains=asked), is_active=True)
        return users.prefetch_related("territory", "territory_parks").order_by("username")


class HelpUser(ForAdministrators, DetailView):
    """What an administrator does for somebody who cannot log in."""

    template_name = "accounts/help.html"
    context_object_name = "person"

    def get_queryset(self) -> Any:
        """Those who may log in at all."""
        return User.objects.filter(is_active=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where they are signed in, and what was done to the account."""
        person, helper = self.object, signed_in(self.request)
        kwargs.setdefault("link", "")
        return super().get_context_data(
            **kwargs,
            may_help=may_help(person, helper),
            has_step=device_of(person) is not None,
            sessions=live_sessions(person, None),
            events=person.events.select_related("by")[:EVENTS],
            hours=settings.PASSWORD_RESET_TIMEOUT // 3600,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the button says."""
        self.object = get_object_or_404(self.get_queryset(), pk=kwargs["pk"])
        helper, done = signed_in(request), request.POST.get("do", "")
        if done == "link":
            issue_reset_link(user=self.object, by=helper)
            link = reset_link(request, self.object)
            return self.render_to_response(self.get_context_data(link=link))
        if done == "step":
            remove_step(user=self.object, by=helper)
            messages.success(request, _("The second step is removed. All sessions are ended."))
        if done == "sessions":
            end_sessions(sessions=live_sessions(self.object, None), user=self.object, by=helper)
            messages.success(request, _("Ended: whoever used it has to log in again."))
        return HttpResponseRedirect(request.path)
