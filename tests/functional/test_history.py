"""The history of a record and the undoing of a batch in the browser."""

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import expect

from accounts.enums import Role
from projects.models import Project
from records.enums import ActKind
from records.log.acting import acting, start_batch

WORDS = {
    "en": ("moved 1.1 km", "Show on the map", "Undo the batch", "Undone. This too can be undone"),
    "zh-hans": ("移动 1.1 公里", "在地图上显示", "撤销此批次", "已撤销。如需恢复"),
}


@pytest.mark.parametrize("language", sorted(WORDS))
def test_a_batch_shows_in_the_history_and_is_undone(desk, page_of, people, language):
    """The mark of what was moved is drawn, and the batch goes back by keyboard alone."""
    admin = people.join("administrator", Role.ADMINISTRATOR)
    batch = start_batch(by=admin, kind=ActKind.IMPORT, name="合成.xlsx")
    with acting(batch=batch):
        Project.objects.filter(registry_code="PJ-9002").update(point=Point(126.65, 45.76))
    moved, show, undo, done = WORDS[language]
    page = page_of(admin)
    page.goto(f"/projects/PJ-9002/history/?lang={language}")
    expect(page.get_by_text(moved)).to_be_visible()
    expect(page.locator(".map [class*=shift--]")).to_have_count(3)
    page.get_by_role("button", name=show).click()
    page.locator(f'main a[href="/work/batches/{batch.pk}/"]').click()
    page.locator("textarea").fill("合成理由")
    page.locator("textarea").press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name=undo).press("Enter")
    expect(page.get_by_text(done)).to_be_visible()
    assert Project.objects.get(registry_code="PJ-9002").point.coords == (126.65, 45.75)
