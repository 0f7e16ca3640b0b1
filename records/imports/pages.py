"""Pages on which tables are sent, checked, mended and imported."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, FormView, View

from accounts.access import signed_in
from records import collections
from records.enums import ImportState
from records.filters.results import narrowing
from records.imports import actions, columns, places, repeats, reports, workbooks
from records.imports.process import launch
from records.imports.readers import MOST_BYTES
from records.imports.rules import RULES, Problem
from records.models import ImportJob

PROBLEMS_ON_A_PAGE = 50
MOST_JOBS = 20
NONE = {"new": 0, "changed": 0, "already": 0, "unchanged": 0, "bad": 0, "rows": 0, "proposed": 0}


class Importers(LoginRequiredMixin, UserPassesTestMixin):
    """Only for those whose role it is to enter records."""

    request: HttpRequest

    def test_func(self) -> bool:
        """Only those whose role it is."""
        return signed_in(self.request).may_register

    def jobs(self) -> Any:
        """The files that this user sent, without their content."""
        return ImportJob.objects.filter(by=signed_in(self.request)).defer("content")


class FileForm(forms.Form):
    """A file and what it holds."""

    sheet = forms.ChoiceField(label=_("What the rows are"))
    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose the file that you filled in."),
            "empty": _("The file is empty. Choose the file that you filled in."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Filled in here, for in the class it would be in the language of the start.
        text = _("Excel (.xlsx), CSV or GeoPackage, at most %(mb)d MB.")
        self.fields["file"].help_text = text % {"mb": MOST_BYTES >> 20}
        sheet: Any = self.fields["sheet"]
        sheet.choices = [(slug, columns.get(slug).label) for slug in columns.slugs()]


class Imports(Importers, FormView):
    """Send a file; the files that were sent before."""

    template_name = "records/imports.html"
    form_class = FileForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was sent before."""
        return super().get_context_data(
            **kwargs,
            jobs=self.jobs()[:MOST_JOBS],
            sheets=[columns.get(slug) for slug in columns.slugs()],
            only_changes=workbooks.only_changes(),
        )

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the file and have it checked."""
        file, by = form.cleaned_data["file"], signed_in(self.request)
        try:
            content = file.read() if file.size <= MOST_BYTES else b"\0" * (MOST_BYTES + 1)
            sheet = form.cleaned_data["sheet"]
            job = actions.receive(sheet=sheet, file_name=file.name, content=content, by=by)
            actions.begin(job=job, by=by, state=ImportState.CHECKING)
        except ValidationError as error:
            form.add_error("file", error)
            return self.form_invalid(form)
        launch(job)
        return HttpResponseRedirect(reverse("import", args=[job.pk]))


class ImportPage(Importers, DetailView):
    """What the check of a file found, what its import would do, and what it did."""

    template_name = "records/import.html"
    context_object_name = "job"

    def get_queryset(self) -> Any:
        """Only one's own."""
        return self.jobs()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the problems that are asked for, grouped by rule."""
        job = self.object
        found = reports.problems(job.report)
        asked = self.request.GET.get("rule", "")
        shown = [one for one in found if asked in ("", one.rule)]
        return super().get_context_data(
            **kwargs,
            counts={**NONE, **job.report["counts"]} if "counts" in job.report else None,
            groups=_groups(found),
            asked=asked,
            page_obj=Paginator(shown, PROBLEMS_ON_A_PAGE).get_page(self.request.GET.get("page")),
            labels=_labels(job),
            changes=_changes(job),
            repeats=repeats.shown(job.report, columns.get(job.sheet).page),
            proposed=places.shown(job.report, "proposed_reading"),
            reading=places.shown(job.report, "reading"),
            sent_before=self.jobs()
            .filter(digest=job.digest, state=ImportState.APPLIED)
            .exclude(pk=job.pk)
            .first(),
        )


def _groups(found: list[Problem]) -> list[tuple[str, str, int]]:
    counted = Counter(one.rule for one in found)
    first = {one.rule: one for one in reversed(found)}
    return [
        (rule, first[rule].text, number) for rule, number in counted.most_common() if rule in RULES
    ]


def _labels(job: ImportJob) -> dict[str, str]:
    """The names of the columns by their keys."""
    sheet = columns.get(job.sheet)
    return {one.key: str(one.label) for one in [*columns.key_columns(), *sheet.columns()]}


def _changes(job: ImportJob) -> list[tuple[int, str, bool, list[tuple[str, str, str]]]]:
    labels = _labels(job)
    return [
        (row, code, proposes, [(labels[key], old, new) for key, (old, new) in shown.items()])
        for row, code, shown, proposes in job.report.get("changes", [])
    ]


class Work(Importers, View):
    """Have a file checked again, or imported."""

    state = ImportState.CHECKING

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead back to the button: this is where a login in between ends."""
        return HttpResponseRedirect(reverse("import", args=[pk]))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Claim the job and begin the process."""
        job = get_object_or_404(self.jobs(), pk=pk)
        names = ("good_rows", "submit") if self.state == ImportState.APPLYING else ()
        chosen = [f"--{name.replace('_', '-')}" for name in names if name in request.POST]
        try:
            if self.state == ImportState.CHECKING and "datum" in request.POST:
                datum, swapped = request.POST["datum"], "swapped" in request.POST
                actions.read_as(job=job, by=signed_in(request), datum=datum, swapped=swapped)
            left_out = request.POST.getlist("left_out")
            actions.begin(job=job, by=signed_in(request), state=self.state, left_out=left_out)
        except ValidationError as error:
            # Pressed twice, the page shows how far the first press is.
            if error.code == actions.UNKNOWN_COLUMNS:
                messages.error(request, error.message)
            return self.get(request, pk)
        launch(job, *(["--apply"] if names else []), *chosen)
        return self.get(request, pk)


class Progress(Importers, View):
    """How far a file is, as JSON."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        """The numbers of the job."""
        job = get_object_or_404(self.jobs(), pk=pk)
        return JsonResponse({"running": job.is_running, "done": job.done, "total": job.total})


class MarkedFile(Importers, View):
    """The workbook that was sent, with the problems marked."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file."""
        job = get_object_or_404(ImportJob.objects.filter(by=signed_in(request)), pk=pk)
        if "counts" not in job.report:
            raise Http404
        found = reports.problems(job.report)
        body = workbooks.marked(bytes(job.content), job.report, found, _labels(job))
        return _download(body, workbooks.XLSX, f"{job.pk}-problems.xlsx")


class Template(Importers, View):
    """The workbook to fill in."""

    def get(self, request: HttpRequest, sheet: str) -> HttpResponse:
        """The file."""
        if sheet not in columns.slugs():
            raise Http404
        body = workbooks.template(columns.get(sheet))
        return _download(body, workbooks.XLSX, f"{sheet}-template.xlsx")


@method_decorator(require_safe, name="dispatch")
class TableFile(View):
    """The records of a query as a table that can be imported again."""

    kind = "xlsx"
    collection = ""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The file, or what is wrong with the query."""
        sheet = columns.get(self.collection)
        filterset = collections.get(self.collection).filtered(
            narrowing(request.GET), user=request.user
        )
        errors = [*filterset.problems, *filterset.unknown_parameters]
        if errors:
            return JsonResponse({"errors": errors}, status=400)
        rows = workbooks.exported_rows(sheet, filterset.qs)
        name = f"heilongjiang-{self.collection}.{self.kind}"
        if self.kind == "csv":
            stream = StreamingHttpResponse(workbooks.csv_file(rows), content_type="text/csv")
            stream["Content-Disposition"] = f'attachment; filename="{name}"'
            return stream
        if self.kind == "gpkg":
            return _download(
                workbooks.geopackage(sheet, rows), "application/geopackage+sqlite3", name
            )
        return _download(workbooks.xlsx(sheet, rows), workbooks.XLSX, name)


def _download(body: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
