"""The pages of boundaries: who reaches them, what they refuse, what they show."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from parks.models import Park
from records.models import GivenArea, Proposal
from tests.factories import ParkFactory, ProjectFactory, UserFactory
from tests.unit.test_areas import BINXIAN, LIST, box
from tests.uploads import geojson, kml, shapefile, zipped

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture
def clerk(client):
    user = UserFactory(contributor=True, territory=[BINXIAN])
    client.force_login(user)
    return user


@pytest.fixture
def park():
    return ParkFactory(division_id=BINXIAN, approved_area_ha=346)


def address(record, name="boundary", *rest):
    kind = "parks" if isinstance(record, Park) else "projects"
    return reverse(f"{kind}-{name}", args=[record.registry_code, *rest]) + "?lang=en"


def send(client, record, **sent):
    return client.post(address(record), sent)


def upload(name, content):
    return SimpleUploadedFile(name, content)


def test_a_list_leads_to_its_preview_and_that_to_a_proposal(client, clerk, park):
    response = send(client, park, corners=LIST)
    given = GivenArea.objects.get(by=clerk)
    assert response["Location"] == address(park, "preview", given.pk).removesuffix("?lang=en")
    shown = client.get(response["Location"] + "?lang=en")
    checked, text = shown.context["checked"], shown.content.decode()
    assert checked.area_ha == pytest.approx(346, abs=1)
    assert f"{checked.area_ha:,.2f} ha" in text
    assert f"({checked.area_mu:,.1f} mu)" in text
    assert "(none was declared)" in text
    assert "the boundary differs by" in text
    done = client.post(address(park, "preview", given.pk), {"reason": ""})
    proposal = Proposal.objects.get(by=clerk)
    assert done["Location"] == reverse("proposal", args=[proposal.pk])
    shown = client.get(done["Location"] + "?lang=en").content.decode()
    assert "The proposed boundary" in shown
    assert "The outline is new" in shown
    # It was confirmed: the preview is gone.
    assert client.get(address(park, "preview", given.pk)).status_code == 404


def test_what_is_unusual_has_to_be_explained(client, clerk, park):
    Park.objects.filter(pk=park.pk).update(approved_area_ha=100)
    send(client, park, corners=LIST)
    given = GivenArea.objects.get(by=clerk)
    refused = client.post(address(park, "preview", given.pk), {"reason": " "})
    assert "Explain what is marked" in refused.content.decode()
    assert not Proposal.objects.filter(by=clerk).exists()
    client.post(address(park, "preview", given.pk), {"reason": "合成说明"})
    assert Proposal.objects.get(by=clerk).why == "合成说明"


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({}, "__all__", "Choose a file, draw"),
        ({"corners": LIST, "file": "both"}, "__all__", "either a file or the corners"),
        ({"corners": "x"}, "corners", "Line 1"),
        ({"file": ("a.kml", kml(before="<!DOCTYPE kml [<!ENTITY a 'b'>]>"))}, "file", "entities"),
        ({"file": ("a.zip", zipped(shapefile(prj="")))}, "datum", "Declare the datum"),
        ({"file": ("a.geojson", geojson()), "datum": "zone_42"}, "datum", "numbers are degrees"),
        ({"file": ("a.kml", b"<" * (10 * 1024 * 1024 + 9))}, "file", "more than 10 MB"),
        ({"corners": LIST, "datum": "flat"}, "datum", "valid choice"),
    ],
)
def test_mistakes_are_said_at_their_field_and_what_was_typed_stays(
    client, clerk, park, sent, field, words
):
    given = dict(sent)
    if "file" in given:
        name, content = ("a.geojson", geojson()) if given["file"] == "both" else given["file"]
        given["file"] = upload(name, content)
    response = send(client, park, **given)
    form = response.context["form"]
    assert field in form.errors
    assert words in response.content.decode()
    assert form["corners"].value() == sent.get("corners")
    assert not GivenArea.objects.exists()


def test_a_file_with_several_shapes_asks_which(client, clerk, park):
    other = [(127.6, 45.7), (127.62, 45.7), (127.62, 45.72), (127.6, 45.7)]
    ring = [list(one) for one in box()[0][0].coords]
    file = geojson([ring], [other], kind="MultiPolygon").replace(b'"features": [', b'"features": [')
    one = file[file.index(b'{"type": "Feature",') : -2]
    content = b'{"type": "FeatureCollection", "features": [' + one + b"," + one + b"]}"
    send(client, park, file=upload("合成.geojson", content))
    given = GivenArea.objects.get(by=clerk)
    page = client.get(address(park, "preview", given.pk)).content.decode()
    assert page.count('name="shape"') == 2
    preview = address(park, "preview", given.pk)
    client.post(preview, {"choose": "1", "shape": ["1", "99", "x"]})
    given.refresh_from_db()
    assert given.chosen == [1]


def test_a_repaired_boundary_is_shown_as_such(client, clerk, park):
    bowtie = "127.48, 45.74\n127.50, 45.76\n127.50, 45.74\n127.48, 45.76"
    response = send(client, park, corners=bowtie)
    text = client.get(response["Location"] + "?lang=en").content.decode()
    assert "crossed itself and was repaired" in text


def test_a_conversion_says_how_far_it_moved(client, clerk, park):
    response = send(client, park, corners=LIST, datum="gcj02")
    assert client.get(response["Location"]).context["understood"].area.moved_m > 400


def test_others_find_neither_page_nor_link(client, park):
    assert client.get(address(park)).status_code == 302
    for role in ({}, {"contributor": True, "territory": ["230606"]}):
        client.force_login(UserFactory(**role))
        assert client.get(address(park)).status_code == 403
        assert (
            address(park).split("?")[0] not in client.get(park.get_absolute_url()).content.decode()
        )


def test_the_preview_is_its_senders_alone(client, clerk, park):
    send(client, park, corners=LIST)
    given = GivenArea.objects.get(by=clerk)
    client.force_login(UserFactory(contributor=True, territory=[BINXIAN]))
    assert client.get(address(park, "preview", given.pk)).status_code == 404


def test_the_link_stands_where_it_works(client, clerk, park):
    assert address(park).split("?")[0] in client.get(park.get_absolute_url()).content.decode()
    draft = ProjectFactory(draft=True, created_by=clerk, division_id=BINXIAN)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert address(draft).split("?")[0] in page
    assert client.get(address(draft)).status_code == 200


def test_editing_the_form_keeps_the_outline(client, clerk):
    draft = ProjectFactory(
        draft=True, created_by=clerk, division_id=BINXIAN, enterprise_text="合成公司"
    )
    send(client, draft, corners=LIST)
    given = GivenArea.objects.get(by=clerk)
    client.post(address(draft, "preview", given.pk), {"reason": "合成"})
    form = client.get(reverse("edit-project", args=[draft.registry_code])).context["form"]
    assert form["given_area"].value() == given.pk
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    response = client.post(
        reverse("edit-project", args=[draft.registry_code]), {**sent, "note": "合成备注"}
    )
    draft.refresh_from_db()
    assert response.status_code == 302
    assert draft.note == "合成备注"
    assert draft.area is not None


def test_form_and_page_of_a_record_show_its_boundary(client, clerk, park):
    draft = ProjectFactory(draft=True, created_by=clerk, division_id=BINXIAN)
    edit = reverse("edit-project", args=[draft.registry_code]) + "?lang=en"
    assert client.get(edit).context["picker"]["outline"] is None
    assert "none yet" in client.get(edit).content.decode()
    send(client, draft, corners=LIST)
    given = GivenArea.objects.get(by=clerk)
    client.post(address(draft, "preview", given.pk), {"reason": "合成"})
    draft.refresh_from_db()
    form = client.get(edit)
    assert form.context["picker"]["outline"]["type"] == "MultiPolygon"
    assert f"{draft.area_ha:,.2f} ha" in form.content.decode()
    assert address(draft).split("?")[0] in form.content.decode()
    # It has no point, and yet there is a map of it.
    page = client.get(draft.get_absolute_url() + "?lang=en")
    assert page.context["locator"]["record"] is None
    assert page.context["locator"]["outline"]["type"] == "MultiPolygon"
    assert "Area inside the boundary" in page.content.decode()
    new = client.get(reverse("new-project") + "?lang=en").content.decode()
    assert "Save the draft first" in new


def test_a_hidden_boundary_is_shown_to_nobody_else(client, park):
    Park.objects.filter(pk=park.pk).update(boundary=box(), hidden_fields=["point"])
    for user in (None, UserFactory(contributor=True, territory=["230606"])):
        if user:
            client.force_login(user)
        page = client.get(park.get_absolute_url() + "?lang=en")
        assert page.context["locator"] is None
        assert "Area inside the boundary" not in page.content.decode()
    client.force_login(UserFactory(administrator=True))
    page = client.get(park.get_absolute_url() + "?lang=en")
    assert page.context["locator"]["outline"] is not None
    clerk = UserFactory(contributor=True, territory=[BINXIAN])
    client.force_login(clerk)
    form = client.get(f"/parks/{park.registry_code}/propose/?lang=en")
    assert form.context["picker"]["outline"] is None
    assert 'id="section-area"' not in form.content.decode()
