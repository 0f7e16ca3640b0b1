"""The same records in every file as on the page, for every reader; and what belongs to another."""

import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from projects.models import Project
from records.enums import ActKind
from records.log.acting import start_batch
from records.models import ImportJob, Proposal, SavedView
from tests.factories import UserFactory
from tests.integration.test_role_walk import READERS
from tests.pages import bytes_of, codes_of_list, features, geojson_bytes, rows_of_file
from tests.readers import HERE, THERE, reader, sees

# Synthetic codes begin at 9001 and go on.
CODE = re.compile(r"\bPJ-(?:9\d{3}|\d{5,})\b")
PLACES = {"division": [HERE, THERE]}


def codes_in(rows):
    """The codes of synthetic projects in rows."""
    return {code for row in rows for cell in row for code in CODE.findall(str(cell or ""))}


@pytest.mark.parametrize("name", READERS)
def test_every_file_holds_the_projects_of_the_page(world, db, client, name, tmp_path):
    user = reader(world, name)
    if user:
        client.force_login(user)
    mine = {
        record.registry_code
        for record in [*world.records, *world.hiding]
        if isinstance(record, Project)
        and record.state == "published"
        and (record in world.hiding or sees(world, name, record))
    }
    query = PLACES
    found = {"page": codes_in([codes_of_list(client, "projects", query)])}
    for kind in ("xlsx", "csv", "gpkg"):
        found[kind] = codes_in(rows_of_file(bytes_of(client.get(f"/projects.{kind}", query)), kind))
    found["geojson"] = of_features(geojson_bytes(client, "projects", query))
    found["export"] = exported(user, tmp_path / "projects.geojson")
    assert {kind: codes for kind, codes in found.items() if codes != mine} == {}


def of_features(body):
    return set(CODE.findall(str([one["properties"] for one in features(body)])))


def exported(user, path):
    """What `manage.py export` writes for a user."""
    who = {"user": user.username} if user else {}
    places = [option for code in PLACES["division"] for option in ("--division", code)]
    call_command("export", "projects", *places, output=path, **who)
    return of_features(path.read_bytes())


@pytest.mark.parametrize("name", ["public", "contributor-here", "reviewer-here", "administrator"])
def test_an_export_is_the_download_to_the_byte(world, db, client, name, tmp_path):
    user = reader(world, name)
    if user:
        client.force_login(user)
    path = tmp_path / "out.geojson"
    options = ["--as", user.username] if user else []
    call_command("export", "projects", "--division", HERE, "-o", str(path), *options)
    assert path.read_bytes() == geojson_bytes(client, "projects", {"division": HERE})
    assert json.loads(path.read_bytes())["features"]


def test_an_export_for_nobody_is_refused(db):
    with pytest.raises(CommandError, match="nobody-4711"):
        call_command("export", "projects", "--as", "nobody-4711")


def anothers():
    """Addresses of what somebody of another county keeps, sent or did."""
    other = UserFactory(contributor=True, territory=[THERE])
    view = SavedView.objects.create(owner=other, name="别人的视图", address="/parks/")
    batch = start_batch(by=other, kind=ActKind.IMPORT, name="别人的文件")
    job = ImportJob.objects.create(
        by=other, sheet="projects", file_name="别人的文件.xlsx", content=b"x", digest="x"
    )
    project = Project.objects.filter(division_id=THERE, state="published").first()
    proposal = Proposal.objects.create(
        registry_code=project.registry_code,
        by=other,
        values={"note": "别人的建议"},
        base={"note": ""},
        proposed_at=timezone.now(),
    )
    return [
        reverse("rename-view", args=[view.pk]),
        reverse("delete-view", args=[view.pk]),
        *(reverse(name, args=[batch.pk]) for name in ("batch", "batch-log")),
        *(
            reverse(name, args=[job.pk])
            for name in (
                "import",
                "check-import",
                "apply-import",
                "import-progress",
                "import-problems",
            )
        ),
        *(reverse(name, args=[proposal.pk]) for name in ("proposal", "withdraw")),
    ]


STRANGERS = [name for name in READERS if name not in {"administrator", "reviewer-there"}]


@pytest.mark.parametrize("name", STRANGERS)
def test_what_another_keeps_is_opened_by_nobody_else(world, db, client, name):
    user = reader(world, name)
    if user:
        client.force_login(user)
    for address in anothers():
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code in {302, 403, 404, 405}, address
            assert "别人的" not in bytes_of(answer).decode(), address
    for address in ("/views/", "/work/", "/work/batches/", "/work/imports/", "/work/queue/"):
        assert "别人的" not in client.get(address).content.decode(), address
    assert SavedView.objects.filter(name="别人的视图").exists()
    assert Proposal.objects.get(values__note="别人的建议").state == "open"
