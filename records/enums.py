"""Closed lists that every registered thing uses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a record stands on its way to the public."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Awaiting review")
    RETURNED = "returned", _("Returned")
    VERIFIED = "verified", _("Verified")
    PUBLISHED = "published", _("Published")
    SUSPENDED = "suspended", pgettext_lazy("state of a record", "Suspended")
    ARCHIVED = "archived", _("Archived")


# As long as a record is one of these, it belongs to the one who entered it.
EDITABLE = {State.DRAFT, State.RETURNED}


# What waits for a decision of a reviewer.
WAITING = {State.SUBMITTED, State.VERIFIED}


# What everybody sees or saw: it is changed by proposals only.
PROPOSABLE = {State.PUBLISHED, State.SUSPENDED}


class Visibility(models.TextChoices):
    """Who sees a published record, or a field of one; the strictest class counts."""

    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    RESTRICTED = "restricted", _("Restricted")


class LocationMethod(models.TextChoices):
    """How the point of a record came in."""

    MAP = "map", _("Clicked on the map")
    TYPED = "typed", _("Typed as numbers")
    PASTED = "pasted", _("Pasted as text")
    LINK = "link", _("Read from a map link")
    IMPORT = "import", _("Imported from a file")


class AreaMethod(models.TextChoices):
    """How the boundary of a record came in."""

    UPLOAD = "upload", _("Uploaded file")
    DRAWN = "drawn", _("Drawn on the map")
    LISTED = "listed", _("List of coordinates")


class ProposalState(models.TextChoices):
    """Where a proposed change stands."""

    OPEN = "open", _("Awaiting a decision")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# A proposal that is one of these can still be changed by its author.
PENDING = {ProposalState.OPEN, ProposalState.RETURNED}


class LocationPrecision(models.TextChoices):
    """What the point of a record really is."""

    SITE = "site", _("The site itself")
    DISTRICT = "district", _("A place in the district")
    COUNTY_SEAT = "county_seat", _("Only the county seat")
    PREFECTURE_SEAT = "prefecture_seat", _("Only the prefecture seat")
    SEVERAL_PLACES = "several_places", _("Several places, no single point")
    PROVINCE = "province", _("The province as a whole")
    UNKNOWN = "unknown", _("Unknown")


# Points that stand for more than the place itself are drawn with a dashed edge.
PRECISE = {LocationPrecision.SITE, LocationPrecision.DISTRICT}


# Points that are only those of a town or city.
TOWNS = (LocationPrecision.COUNTY_SEAT, LocationPrecision.PREFECTURE_SEAT)


class PlanItemKind(models.TextChoices):
    """What an item of the plan is."""

    REGION = "region", _("Region")
    PARK = "park", _("Park")
    BASE = "base", _("Base")
    PROJECT = "project", _("Project")
    ENTERPRISE = "enterprise", _("Enterprise")
    PLATFORM = "platform", _("Platform")
    CHAIN = "chain", _("Chain")
    CHAIN_LINK = "chain_link", _("Chain link")


class Measure(models.TextChoices):
    """What divisions are shaded by."""

    COUNT = "count", _("Number of records")
    INVESTMENT = "investment", _("Investment")
    DENSITY = "density", _("Investment per km²")


class ActKind(models.TextChoices):
    """How an act came to the registry."""

    SITE = "site", _("On the site")
    IMPORT = "import", _("Import of a file")
    MERGE = "merge", _("Merging of duplicates")
    BATCH = "batch", _("Change of many records")
    UNDO = "undo", _("Undoing")
    LOADER = "loader", _("Loading of the fixtures")
    COMMAND = "command", _("Command line")
    DATABASE = "database", _("Straight in the database")


# Acts that are meant as one thing and are undone as one thing.
BATCH_KINDS = (ActKind.IMPORT, ActKind.MERGE, ActKind.BATCH, ActKind.UNDO, ActKind.LOADER)


class Operation(models.TextChoices):
    """What happened to a row."""

    INSERT = "insert", _("Added")
    UPDATE = "update", _("Changed")
    DELETE = "delete", _("Deleted")


class ImportState(models.TextChoices):
    """How far a file is."""

    WAITING = "waiting", _("Waiting")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    APPLYING = "applying", _("Being imported")
    APPLIED = "applied", _("Imported")
    FAILED = "failed", _("Cannot be read")
