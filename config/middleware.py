"""The language of a request, and that answers to signed-in people stay theirs."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

Answer = Callable[[HttpRequest], HttpResponse]
SUPPORTED = dict(settings.LANGUAGES)


class LanguageMiddleware:
    """`?lang=` wins and is remembered in a cookie; else the cookie; else Chinese.

    Django's own LocaleMiddleware would follow the browser's header: office browsers here are often
    set to English by accident, and a link must show the same page to everyone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = next(
            (code for code in (asked, kept) if code in SUPPORTED), settings.LANGUAGE_CODE
        )
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        if asked in SUPPORTED and asked != kept:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                asked,
                max_age=365 * 24 * 3600,
                samesite="Lax",
                secure=settings.LANGUAGE_COOKIE_SECURE,
            )
        return response


class PrivateAnswers:
    """No cache keeps for others what a signed-in person gets; pages of theirs are not kept at all.

    So the Back button shows nothing after somebody logged out at a shared computer. Data that carry
    an ETag of their audience may be kept by the browser and are asked for anew each time.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        response = self.get_response(request)
        if signed_in or settings.SESSION_COOKIE_NAME in response.cookies:
            kept = {"no_cache": True} if response.has_header("ETag") else {"no_store": True}
            patch_cache_control(response, private=True, **kept)
            patch_vary_headers(response, ["Cookie"])
        return response
