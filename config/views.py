"""Pages about the registry itself, and the answers for those who watch over it."""

from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView


class AboutData(TemplateView):
    """Sources, licences, what is missing, and the oddities of the plan."""

    template_name = "config/about_data.html"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether the database is there, has PostGIS, and is up to date."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT postgis_lib_version()")
            postgis = cursor.fetchone()[0]
        executor = MigrationExecutor(connection)
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except OperationalError:
        return JsonResponse({"status": "no database"}, status=503)
    status = "ok" if not pending else "migrations are pending"
    return JsonResponse(
        {"status": status, "postgis": postgis, "pending_migrations": pending},
        status=200 if not pending else 503,
    )
