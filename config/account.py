"""The page of one's own account, with what only the rooms above accounts can say."""

from typing import Any

from accounts.access import signed_in
from accounts.views import AccountPage
from parks.models import Park


class Account(AccountPage):
    """The page of the account, with the parks of the territory by name."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the parks that the user acts for and may see."""
        user = signed_in(self.request)
        parks = Park.objects.visible_to(user).filter(registry_code__in=user.park_codes())
        return super().get_context_data(**kwargs, parks=parks.with_card())
