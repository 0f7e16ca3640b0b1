"""Pages of the second step: at the log-in, and where it is set up and turned off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from accounts.access import signed_in
from accounts.actions import begin_step, confirm_step, end_step, new_codes, use_code
from accounts.second_step import (
    count_failure,
    device_of,
    drawn,
    finish,
    grouped,
    may_try,
    pending,
    put_off,
    secret_text,
)
from accounts.throttle import locked_out
from accounts.views import AccountForm


class CodeForm(forms.Form):
    """A code of the telephone, or one of those written down."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Six digits of the app on your telephone, or a recovery code."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class FirstCodeForm(CodeForm):
    """The first code of a new secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = ""


class ProveForm(CodeForm):
    """What proves that whoever is signed in is the owner of the account."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["password", "code"]


class LogIn(LoginView):
    """Ask for the name and the password, and send on those who have a second step."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether a link for a new password can be sent."""
        return super().get_context_data(**kwargs, reset_by_email=settings.RESET_BY_EMAIL)

    def form_valid(self, form: Any) -> HttpResponse:
        """Log in, or ask for the code first."""
        user = form.get_user()
        if device_of(user) is None:
            return super().form_valid(form)
        put_off(self.request, user, self.get_success_url())
        return HttpResponseRedirect(reverse("login-code"))


class CodeChecked(AccountForm):
    """A page that takes a code, and lets nobody guess it."""

    # Whoever types the first code of a new secret sees the secret: they guess nothing.
    is_guess = True
    # The field, and what is said of it.
    wrong: tuple[str | None, Any] = (
        "code",
        gettext_lazy(
            "This code is wrong, was used already or came too soon after a wrong one. "
            "Wait for the next code of the app; the clock of the telephone must be right."
        ),
    )

    def checked(self, form: Any, user: Any) -> HttpResponse | None:
        """None when the code is right; else the answer."""
        if not may_try(self.request, user):
            return locked_out(self.request)
        if self.is_proven(form.cleaned_data, user):
            return None
        if self.is_guess:
            count_failure(self.request, user)
        form.add_error(*self.wrong)
        return self.form_invalid(form)

    def is_proven(self, data: dict[str, str], user: Any) -> bool:
        """Whether the code is one of the user's."""
        return use_code(code=data["code"], by=user)


class LogInCode(CodeChecked):
    """The second step of a log-in."""

    form_class = CodeForm
    title = gettext_lazy("Second step")
    explanation = gettext_lazy(
        "Your password was right. Now the code of the app on your telephone."
    )
    button = gettext_lazy("Log in")
    template_name = "accounts/login_code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Begin anew for those whose password was not just asked for."""
        self.person = pending(request)
        if self.person is None:
            messages.info(
                request, _("Log in again: the second step comes right after the password.")
            )
            return HttpResponseRedirect(reverse("login"))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Log in when the code is right."""
        refused = self.checked(form, self.person)
        return refused or HttpResponseRedirect(finish(self.request, self.person))  # type: ignore[arg-type]


class BeginStep(LoginRequiredMixin, View):
    """Draw a new secret, unless a second step is in use."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Draw it, and go to where it is shown."""
        begin_step(by=signed_in(request))
        return HttpResponseRedirect(reverse("second-step"))


class SetUpStep(LoginRequiredMixin, CodeChecked):
    """Show the new secret, and turn the second step on when a code proves that it arrived."""

    form_class = FirstCodeForm
    template_name = "accounts/set_up.html"
    is_guess = False
    title = gettext_lazy("Set up the second step")
    button = gettext_lazy("Turn it on")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only while one is being set up."""
        if request.user.is_authenticated:
            self.device = device_of(request.user, confirmed=False)
            if self.device is None:
                return HttpResponseRedirect(reverse("account"))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the secret, drawn and in letters."""
        device: Any = self.device
        return super().get_context_data(**kwargs, qr=drawn(device), secret=secret_text(device))

    def is_proven(self, data: dict[str, str], user: Any) -> bool:
        """Whether the code is one of the new secret; that turns it on."""
        self.codes = confirm_step(
            code=data["code"], current=self.request.session.session_key, by=user
        )
        return bool(self.codes)

    def form_valid(self, form: Any) -> HttpResponse:
        """Show the recovery codes, once."""
        return self.checked(form, signed_in(self.request)) or shown_once(self.request, self.codes)


def shown_once(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The page with new recovery codes."""
    return render(request, "accounts/codes.html", {"codes": [grouped(code) for code in codes]})


class ChangeStep(LoginRequiredMixin, CodeChecked):
    """Turn the second step off, or make new recovery codes, with password and code."""

    form_class = ProveForm
    template_name = "accounts/change_step.html"
    title = gettext_lazy("Second step")
    wrong = (
        None,
        gettext_lazy(
            "Password or code is wrong, or the code was used already. Wait for the next code."
        ),
    )
    explanation = gettext_lazy(
        "Both need your password and a code: of the app, or a recovery code."
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only where one is in use."""
        if request.user.is_authenticated and device_of(request.user) is None:
            return HttpResponseRedirect(reverse("account"))
        return super().dispatch(request, *args, **kwargs)

    def is_proven(self, data: dict[str, str], user: Any) -> bool:
        """Whether password and code are right; a wrong password spends no code."""
        return user.check_password(data["password"]) and super().is_proven(data, user)

    def form_valid(self, form: Any) -> HttpResponse:
        """Do what the button says."""
        user = signed_in(self.request)
        refused = self.checked(form, user)
        if refused:
            return refused
        if "off" in self.request.POST:
            end_step(by=user)
            messages.success(self.request, _("The second step is turned off."))
            return HttpResponseRedirect(reverse("account"))
        return shown_once(self.request, new_codes(by=user))
