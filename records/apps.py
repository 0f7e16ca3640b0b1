"""What every registered thing shares."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """Provenance, publication, filters, pages and exports that parks, bases and projects share."""

    name = "records"
    verbose_name = _("Records")
