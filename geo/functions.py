"""The PostGIS functions that the registry uses beyond those of GeoDjango."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib.gis.db.models import GeometryField, PointField
from django.contrib.gis.db.models.functions import GeoFunc
from django.contrib.gis.geos import GEOSGeometry, MultiPoint, Point
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BooleanField,
    Expression,
    F,
    FloatField,
    Func,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast


class GeoJSONText(GeoFunc):
    """GeoJSON text, lon/lat; 6 decimals are 0.1 m; https://postgis.net/docs/ST_AsGeoJSON.html."""

    function = "ST_AsGeoJSON"
    output_field = TextField()

    def __init__(self, expression: Expression | str, decimals: int = 6, **extra: Any) -> None:
        super().__init__(expression, Value(decimals), Value(0), **extra)


class OrderedJSON(Func):
    """A JSON object that keeps the order of its keys; Django's JSONObject (jsonb) does not."""

    function = "json_build_object"
    output_field = TextField()

    def __init__(self, **fields: Any) -> None:
        super().__init__(*(part for name, value in fields.items() for part in (Value(name), value)))


class FeatureText(Func):
    """One GeoJSON feature as text (RFC 7946): id, geometry or null, properties."""

    template = "(%(expressions)s)::text"
    output_field = TextField()

    def __init__(self, key: str, geometry: Any, properties: dict[str, Any]) -> None:
        super().__init__(
            OrderedJSON(
                type=Value("Feature"),
                id=F(key),
                geometry=AsJSON(GeoJSONText(geometry)),
                properties=OrderedJSON(**properties),
            )
        )


class AsJSON(Func):
    """Text that is JSON already, taken as JSON."""

    template = "(%(expressions)s)::json"
    output_field = TextField()


class ArrayText(Func):
    """An array of text joined by `; `; https://www.postgresql.org/docs/15/functions-array.html."""

    function = "array_to_string"
    output_field = TextField()
    template = "%(function)s(%(expressions)s, '; ')"


class Longitude(GeoFunc):
    """The x of a point, degrees east in EPSG:4326; https://postgis.net/docs/ST_X.html."""

    function = "ST_X"
    output_field = FloatField()


class Latitude(GeoFunc):
    """The y of a point, degrees north in EPSG:4326; https://postgis.net/docs/ST_Y.html."""

    function = "ST_Y"
    output_field = FloatField()


class ArrayOf(Func):
    """The expressions as one array of text."""

    template = "ARRAY[%(expressions)s]"
    output_field = ArrayField(TextField())


class SimplifiedGeometry(GeoFunc):
    """Geometry with fewer points; the tolerance is in degrees. Keeps each shape whole.

    https://postgis.net/docs/ST_SimplifyPreserveTopology.html
    """

    function = "ST_SimplifyPreserveTopology"
    output_field = GeometryField(srid=4326)

    def __init__(self, expression: Expression | str, degrees: float, **extra: Any) -> None:
        super().__init__(expression, Value(degrees), **extra)


class WidestPoint(GeoFunc):
    """The centre of the largest circle inside a polygon: where its label has most room.

    https://postgis.net/docs/ST_MaximumInscribedCircle.html
    """

    function = "ST_MaximumInscribedCircle"
    template = "(%(function)s(%(expressions)s)).center"
    output_field = GeometryField(srid=4326)


class AreaKm2(Func):
    """Area on the ground in square kilometres; https://postgis.net/docs/ST_Area.html."""

    function = "ST_Area"
    template = "(%(function)s((%(expressions)s)::geography) / 1000000)"
    output_field = FloatField()


class AreaHa(Func):
    """Area on the ground in hectares; https://postgis.net/docs/ST_Area.html."""

    function = "ST_Area"
    template = "(%(function)s((%(expressions)s)::geography) / 10000)"
    output_field = FloatField()


def area_ha(area: GEOSGeometry) -> float:
    """Hectares of an area (EPSG:4326) on the spheroid; https://postgis.net/docs/ST_Area.html."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ST_Area(%s::geometry::geography) / 10000", [area.ewkt])
        return float(cursor.fetchone()[0])


def ground_distance_m(shape: GEOSGeometry, point: Point) -> float:
    """Metres on the spheroid from a shape to a point (both EPSG:4326); 0 inside it.

    https://postgis.net/docs/ST_Distance.html (geography)
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_Distance(%s::geometry::geography, %s::geometry::geography)",
            [shape.ewkt, point.ewkt],
        )
        return float(cursor.fetchone()[0])


class DistanceKm(Func):
    """Kilometres on the ground to a point, or to the nearest of several.

    https://postgis.net/docs/ST_Distance.html
    """

    function = "ST_Distance"
    template = "%(function)s(%(expressions)s) / 1000"
    output_field = FloatField()

    def __init__(self, field: Combinable | str, point: Point | MultiPoint) -> None:
        from_there = Cast(Value(point.ewkt), GeometryField(geography=True))
        super().__init__(Cast(field, PointField(geography=True)), from_there)


class GroundShift(NamedTuple):
    """What a changed shape is on the ground: metres moved, hectares before and after.

    None where a side has no shape, or no area.
    """

    moved_m: float | None
    area_before_ha: float | None
    area_after_ha: float | None


def ground_shift(before: GEOSGeometry | None, after: GEOSGeometry | None) -> GroundShift:
    """Compare two shapes (EPSG:4326, lon/lat) on the spheroid, outlines by their centres.

    https://postgis.net/docs/ST_Distance.html, ST_Centroid.html and ST_Area.html (geography)
    """
    sides = [None if side is None else side.ewkt for side in (before, after)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_Distance(ST_Centroid(old), ST_Centroid(new)), "
            "nullif(ST_Area(old), 0) / 10000, nullif(ST_Area(new), 0) / 10000 "
            "FROM (SELECT %s::geometry::geography, %s::geometry::geography) AS shapes(old, new)",
            sides,
        )
        return GroundShift(*cursor.fetchone())


class IsAnyOf(Func):
    """Whether a whole number is one of many, which travel as one array.

    Joined, not compared: the planner would look at each number of `= ANY(array)`.
    https://www.postgresql.org/docs/15/functions-array.html
    """

    template = "%(expressions)s::bigint[]))"
    arg_joiner = " IN (SELECT unnest("
    output_field = BooleanField()

    def __init__(self, expression: Expression | str, numbers: Sequence[int]) -> None:
        array = "{" + ",".join(map(str, numbers)) + "}"
        super().__init__(expression, Value(array, output_field=TextField()))


class LiesUnder(Func):
    """Whether a division, named by its code, is one of `codes` or lies up to two steps below one.

    One expression: Django takes milliseconds to build it from joins, and all that staff reads
    asks it. https://www.postgresql.org/docs/15/functions-array.html
    """

    template = "%(expressions)s::varchar[])"
    arg_joiner = (
        " IN (SELECT place.code FROM geo_division place"
        " LEFT JOIN geo_division above ON above.code = place.parent_id"
        " WHERE ARRAY[place.code, place.parent_id, above.parent_id] && "
    )
    output_field = BooleanField()

    def __init__(self, division: Expression | str, codes: Sequence[str]) -> None:
        super().__init__(division, Value(list(codes), output_field=ArrayField(TextField())))


# Paths or expressions that records are grouped by together, and records counted by their values.
Keys = tuple[Any, ...]
Counted = dict[tuple[Any, ...], int]


def group_counts(records: QuerySet, sets: Sequence[Keys]) -> list[Counted]:
    """Count records by several sets of keys, all in one pass over the records.

    Django knows no GROUPING SETS: one scan with seven sets costs about what two scans cost.
    https://www.postgresql.org/docs/15/queries-table-expressions.html#QUERIES-GROUPING-SETS
    """
    keys = tuple(dict.fromkeys(key for group in sets for key in group))
    try:
        rows, params = records.order_by().values_list(*keys).query.sql_with_params()
    except EmptyResultSet:
        return [{} for _ in sets]
    with connection.cursor() as cursor:
        cursor.execute(_grouping(rows, keys, sets), params)
        return _counts_by_set(cursor.fetchall(), keys, sets)


def _grouping(rows: str, keys: Keys, sets: Sequence[Keys]) -> str:
    """SQL around the SQL of a queryset, whose parameters stay apart; the names are made here."""
    columns = {key: f"key{number}" for number, key in enumerate(keys)}
    every = ", ".join(columns.values())
    groups = ", ".join(f"({', '.join(columns[key] for key in group)})" for group in sets)
    return (
        f"SELECT GROUPING({every}), COUNT(*), {every} FROM ({rows}) AS record({every}) "  # noqa: S608
        f"GROUP BY GROUPING SETS ({groups})"
    )


def _counts_by_set(
    answer: list[tuple[Any, ...]], keys: Keys, sets: Sequence[Keys]
) -> list[Counted]:
    """Give each row to its set: GROUPING has a bit for every key that is not of the set."""
    masks = [
        sum(1 << place for place, key in enumerate(reversed(keys)) if key not in group)
        for group in sets
    ]
    counts: dict[int, Counted] = {mask: {} for mask in masks}
    for mask, number, *values in answer:
        row = dict(zip(keys, values, strict=True))
        counts[mask][tuple(row[key] for key in sets[masks.index(mask)])] = number
    return [counts[mask] for mask in masks]
