"""What a reviewer is shown of records that may be the one under review."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext

from records.duplicates import kinds
from records.duplicates.describe import Describer
from records.duplicates.entry import shown
from records.duplicates.find import duplicates_of
from records.duplicates.merging import mergeable_by
from records.models import Distinction

register = template.Library()
MOST = 5


@register.inclusion_tag("records/_review_duplicates.html", takes_context=True)
def review_duplicates(context: RequestContext, record: Any) -> dict[str, Any]:
    """Records of those the reader sees that may be `record`, with what the clerk said of each."""
    model = type(record)
    fields = Describer(kinds.of(model)).fields()
    values = model.objects.filter(pk=record.pk).values(*fields).get()
    matches = duplicates_of(values, model.objects.visible_to(context["user"]), most=MOST)
    records = model.objects.with_card().in_bulk(
        [match.code for match in matches], field_name="registry_code"
    )
    codes = model.objects.filter(registry_code__in=records)
    decided = {*mergeable_by(codes, context["user"]).values_list("registry_code", flat=True)}
    said = Distinction.objects.select_related("by")
    rows = []
    for match in matches:
        first, second = sorted((record.registry_code, match.code))
        told = said.filter(code=first, other_code=second).first()
        row = shown(match, records[match.code])
        rows.append({**row, "said": told, "may_compare": match.code in decided})
    return {"rows": rows, "code": record.registry_code}
