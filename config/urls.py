"""The addresses of the registry."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.templatetags.static import static
from django.urls import path, register_converter
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy
from django.views.generic import RedirectView

from accounts.step_views import BeginStep, ChangeStep, LogIn, LogInCode, SetUpStep
from accounts.views import (
    ChangePassword,
    EndSessions,
    HelpUser,
    MailReset,
    ResetPassword,
    Users,
)
from config import views
from config.account import Account
from config.home import Home
from config.style_guide import StyleGuide
from parks.change_views import ProposeBase, ProposePark
from parks.figure_views import ParkFigures
from parks.views import (
    BasePage,
    ChainLinkPage,
    ChainPage,
    ComparePage,
    ParkPage,
    SectorIndex,
    SectorPage,
)
from projects.enterprise_views import (
    EditEnterprise,
    NewEnterprise,
    ProposeEnterprise,
    enterprise_names,
)
from projects.progress_views import ProgressPage
from projects.views import EditProject, EnterprisePage, NewProject, ProjectPage, ProposeProject
from records.duplicates.entry import likely_duplicates
from records.duplicates.pages import Duplicates, Pair
from records.enums import ImportState
from records.filters.suggestions import suggest
from records.imports.pages import (
    ImportPage,
    Imports,
    MarkedFile,
    Progress,
    TableFile,
    Template,
)
from records.imports.pages import Work as ImportWork
from records.intake.views import intake_data
from records.log.journal import Journal
from records.log.pages import (
    Batches,
    BatchFile,
    BatchPage,
    HistoryFile,
    HistoryPage,
    PastPage,
)
from records.pages.areas import ConfirmArea, GiveArea
from records.pages.coordinates import Coordinates
from records.pages.record_page import BeltIndex, BeltPage, DivisionPage
from records.pages.saved_views import DeleteView, RenameView, SavedViews, SaveView
from records.pages.views import (
    ListPage,
    MapPage,
    basemap,
    counties,
    divisions_data,
    geojson_file,
    map_data,
    outline,
    place_data,
)
from records.review.desk import ProposalPage, QueuePage, Review, Withdraw
from records.review.hiding import Hiding
from records.review.pages import OwnMove, Work


class CodeConverter:
    """A registry or division code in an address; anything else is no page, not an error."""

    regex = "[A-Za-z0-9-]+"

    def to_python(self, value: str) -> str:
        """The code as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The code as it stands."""
        return value


register_converter(CodeConverter, "code")

FILES = [
    path(f"{name}.geojson", geojson_file, {"collection": name}, name=f"{name}-geojson")
    for name in ("parks", "bases", "projects")
]
TABLES = [
    path(f"{name}.{kind}", TableFile.as_view(collection=name, kind=kind), name=f"{name}-{kind}")
    for name in ("parks", "projects")
    for kind in ("xlsx", "csv", "gpkg")
]
LISTS = [
    path(f"{name}/", ListPage.as_view(collection=name), name=name)
    for name in ("parks", "bases", "projects", "enterprises")
]

HISTORIES = [
    pattern
    for name in ("parks", "bases", "projects", "enterprises")
    for pattern in (
        path(f"{name}/<code:code>/history/", HistoryPage.as_view(collection=name)),
        path(f"{name}/<code:code>/history/<int:last>/", PastPage.as_view(collection=name)),
        path(f"{name}/<code:code>/history/log.csv", HistoryFile.as_view(collection=name)),
    )
]

AREAS = [
    pattern
    for name in ("parks", "projects")
    for pattern in (
        path(
            f"{name}/<code:code>/boundary/",
            GiveArea.as_view(collection=name),
            name=f"{name}-boundary",
        ),
        path(
            f"{name}/<code:code>/boundary/<int:pk>/",
            ConfirmArea.as_view(collection=name),
            name=f"{name}-preview",
        ),
    )
]

admin.site.site_header = admin.site.site_title = gettext_lazy(
    "Heilongjiang Parks & Projects Registry"
)

urlpatterns = [
    path("", MapPage.as_view(), name="map"),
    path("home/", Home.as_view(), name="home"),
    path("map.json", map_data, name="map-json"),
    path("suggest.json", suggest, name="suggest"),
    path("place.json", place_data, name="place-json"),
    path("divisions.json", divisions_data, name="divisions-json"),
    path("intake.json", intake_data, name="intake-json"),
    path("basemap.json", basemap, name="basemap"),
    path("counties.json", counties, name="counties"),
    path("belts/<slug:name>/outline.json", outline, {"kind": "belt"}, name="belt-outline"),
    path("divisions/<code:name>/outline.json", outline, {"kind": "division"}, name="outline"),
    *FILES,
    *TABLES,
    *LISTS,
    *HISTORIES,
    *AREAS,
    path("compare/", ComparePage.as_view(), name="compare"),
    path("parks/<code:code>/figures/<slug:table>/", ParkFigures.as_view(), name="park-figures"),
    path("parks/<code:code>/propose/", ProposePark.as_view(), name="propose-park"),
    path("bases/<code:code>/propose/", ProposeBase.as_view(), name="propose-base"),
    path("parks/<code:code>/", ParkPage.as_view(), name="park"),
    path("bases/<code:code>/", BasePage.as_view(), name="base"),
    path("projects/new/", NewProject.as_view(), name="new-project"),
    path("projects/<code:code>/edit/", EditProject.as_view(), name="edit-project"),
    path("projects/<code:code>/propose/", ProposeProject.as_view(), name="propose-project"),
    path("enterprises.json", enterprise_names, name="enterprise-names"),
    path("enterprises/new/", NewEnterprise.as_view(), name="new-enterprise"),
    path("enterprises/<code:code>/edit/", EditEnterprise.as_view(), name="edit-enterprise"),
    path(
        "enterprises/<code:code>/propose/", ProposeEnterprise.as_view(), name="propose-enterprise"
    ),
    path("work/", Work.as_view(), name="work"),
    path("work/duplicates/", Duplicates.as_view(), name="duplicates"),
    path("work/duplicates/<code:code>/<code:other>/", Pair.as_view(), name="duplicate-pair"),
    path("duplicates.json", likely_duplicates, name="duplicates-json"),
    path("work/queue/", QueuePage.as_view(), name="queue"),
    path("work/proposals/<int:pk>/", ProposalPage.as_view(), name="proposal"),
    path("work/proposals/<int:pk>/withdraw/", Withdraw.as_view(), name="withdraw"),
    path("work/<code:code>/submit/", OwnMove.as_view(), name="submit"),
    path("work/<code:code>/take-back/", OwnMove.as_view(to_state="draft"), name="take-back"),
    path("work/<code:code>/discard/", OwnMove.as_view(to_state="archived"), name="discard"),
    path("work/<code:code>/review/", Review.as_view(), name="review"),
    path("work/log/", Journal.as_view(), name="journal"),
    path("work/<code:code>/visibility/", Hiding.as_view(), name="hiding"),
    path("work/batches/", Batches.as_view(), name="batches"),
    path("work/batches/<int:pk>/", BatchPage.as_view(), name="batch"),
    path("work/batches/<int:pk>/log.csv", BatchFile.as_view(), name="batch-log"),
    path("work/coordinates/", Coordinates.as_view(), name="coordinates"),
    path("work/imports/", Imports.as_view(), name="imports"),
    path("work/imports/<int:pk>/", ImportPage.as_view(), name="import"),
    path("work/imports/<int:pk>/check/", ImportWork.as_view(), name="check-import"),
    path(
        "work/imports/<int:pk>/apply/",
        ImportWork.as_view(state=ImportState.APPLYING),
        name="apply-import",
    ),
    path("work/imports/<int:pk>/progress.json", Progress.as_view(), name="import-progress"),
    path("work/imports/<int:pk>/problems.xlsx", MarkedFile.as_view(), name="import-problems"),
    path("work/imports/<slug:sheet>.xlsx", Template.as_view(), name="import-template"),
    path("views/", SavedViews.as_view(), name="saved-views"),
    path("views/new/", SaveView.as_view(), name="save-view"),
    path("views/<int:pk>/", RenameView.as_view(), name="rename-view"),
    path("views/<int:pk>/delete/", DeleteView.as_view(), name="delete-view"),
    path("projects/<code:code>/progress/", ProgressPage.as_view(), name="progress"),
    path("projects/<code:code>/", ProjectPage.as_view(), name="project"),
    path("enterprises/<code:code>/", EnterprisePage.as_view(), name="enterprise"),
    path("sectors/", SectorIndex.as_view(), name="sectors"),
    path("sectors/<slug:slug>/", SectorPage.as_view(), name="sector"),
    path("chains/", RedirectView.as_view(pattern_name="sectors"), name="chains"),
    path("chains/<slug:slug>/", ChainPage.as_view(), name="chain"),
    path("chains/<slug:chain>/<slug:slug>/", ChainLinkPage.as_view(), name="chain-link"),
    path("belts/", BeltIndex.as_view(), name="belts"),
    path("belts/<slug:slug>/", BeltPage.as_view(), name="belt"),
    path(
        "divisions/",
        RedirectView.as_view(pattern_name="division"),
        {"code": "230000"},
        name="divisions",
    ),
    path("divisions/<code:code>/", DivisionPage.as_view(), name="division"),
    path("about/data/", views.AboutData.as_view(), name="about-data"),
    path("about/style/", StyleGuide.as_view(), name="style-guide"),
    path("accounts/login/", LogIn.as_view(), name="login"),
    path("accounts/login/code/", LogInCode.as_view(), name="login-code"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("accounts/reset/", MailReset.as_view(), name="mail-reset"),
    path(
        "accounts/reset/<uidb64>/<token>/",
        ResetPassword.as_view(template_name="accounts/reset.html"),
        name="reset-password",
    ),
    path("account/", Account.as_view(), name="account"),
    path("account/password/", ChangePassword.as_view(), name="change-password"),
    path("account/second-step/", SetUpStep.as_view(), name="second-step"),
    path("account/second-step/begin/", BeginStep.as_view(), name="begin-step"),
    path("account/second-step/change/", ChangeStep.as_view(), name="change-step"),
    path("account/sessions/end/", EndSessions.as_view(), name="end-sessions"),
    path("account/users/", Users.as_view(), name="users"),
    path("account/users/<int:pk>/", HelpUser.as_view(), name="help-user"),
    # There is one way in, with the second step, and one to another password.
    path("admin/login/", RedirectView.as_view(pattern_name="login", query_string=True)),
    path("admin/password_change/", RedirectView.as_view(pattern_name="change-password")),
    path("admin/", admin.site.urls),
    # Pages of the admin name no icon of their own, and browsers then ask for this one.
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("img/favicon.svg"))),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
