"""The live answer to a pasted coordinate."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse

from accounts.access import signed_in
from geo.coordinate_text import LONGEST_TEXT
from geo.models import Division
from records.intake.answers import answer
from records.intake.placing import park_called


def intake_data(request: HttpRequest) -> JsonResponse:
    """What `text` means in `datum`, for a record of `division`; only for those who register."""
    user = signed_in(request)
    if not user.may_register:
        raise PermissionDenied
    given = {name: request.GET.get(name, "")[:LONGEST_TEXT] for name in ("text", "datum")}
    code = request.GET.get("division", "")[:6].replace("\x00", "")
    stated = Division.objects.filter(pk=code).select_related("parent").first()
    park = park_called(request.GET.get("park", ""), user)
    found = answer(given["text"], given["datum"], stated, user, park)
    return JsonResponse(found.as_dict(), headers={"Cache-Control": "no-store"})
