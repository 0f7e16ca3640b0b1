"""Sees what a good page does not do: ask elsewhere, complain, fail, run foreign text."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Request, Response

LOCAL = re.compile(r"^(http://127\.0\.0\.1:\d+/|data:|blob:|about:)")

# Hostile texts of the tests call hit(): whoever gets that far has run them.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  window.sawViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""


class Watch:
    """Collects the misdeeds of all pages of a test, except those that the test announced."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.documents: list[str] = []
        self._contexts: list[BrowserContext] = []
        self._announced: list[str] = []

    def begin(self) -> None:
        """Forget the test before."""
        self.problems.clear()
        self.documents.clear()
        self._announced.clear()

    def attach(self, context: BrowserContext) -> None:
        """Watch every page of `context` from now on."""
        self._contexts.append(context)
        context.expose_binding("hit", lambda _source, *_args: self._note("hostile text was run"))
        context.expose_binding("sawViolation", lambda _source, what: self._note(f"CSP: {what}"))
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("request", self._on_request)
        context.on("response", self._on_response)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self._note(f"uncaught: {error.error}"))
        context.on("dialog", self._on_dialog)

    def announce(self, *patterns: str) -> None:
        """Say which misdeeds belong to this test; each of them must happen."""
        self._announced.extend(patterns)

    def verify(self) -> None:
        """Raise AssertionError when a page did what was not announced, or not what was."""
        for context in self._contexts:
            for page in context.pages:
                # An answer from the page comes after all that the page reported before it.
                page.evaluate("0")
        unexpected = [
            problem
            for problem in self.problems
            if not any(re.search(pattern, problem) for pattern in self._announced)
        ]
        missed = [
            pattern
            for pattern in self._announced
            if not any(re.search(pattern, problem) for problem in self.problems)
        ]
        assert not unexpected, "The pages did this:\n" + "\n".join(unexpected)
        assert not missed, f"Announced, but it did not happen: {missed}"

    def _note(self, problem: str) -> None:
        self.problems.append(problem)

    def _on_request(self, request: Request) -> None:
        # The browser's own flags refuse it; a route of Playwright would switch off its cache.
        if not LOCAL.match(request.url):
            self._note(f"asked elsewhere: {request.url}")
        if request.is_navigation_request():
            self.documents.append(request.url)

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self._note(f"status {response.status}: {response.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._note(f"console {message.type}: {message.text} ({message.location['url']})")

    def _on_dialog(self, dialog: Dialog) -> None:
        self._note(f"dialog: {dialog.message}")
        dialog.dismiss()
