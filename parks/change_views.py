"""The pages on which changes of published parks and bases are proposed."""

from __future__ import annotations

from typing import Any

from accounts.access import signed_in
from parks.change_forms import BaseForm, ParkForm
from parks.models import Base, Park
from parks.territory import divisions_of
from records.intake.words import intake_config
from records.maps.mapdata import picker_config, picker_context
from records.review.forms import ProposeView


class ProposePlace(ProposeView):
    """The form of a park or base with its map."""

    template_name = "parks/change_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the map that sets the point."""
        return super().get_context_data(
            **kwargs,
            **picker_context(self.request),
            picker=picker_config(divisions_of(signed_in(self.request)), self.object.outline),
            intake=intake_config(),
        )


class ProposePark(ProposePlace):
    """Propose a change of a park."""

    model = Park
    form_class = ParkForm


class ProposeBase(ProposePlace):
    """Propose a change of a base."""

    model = Base
    form_class = BaseForm
