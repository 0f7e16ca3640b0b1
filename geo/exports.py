"""Streams of records in GIS formats: the database writes the text, Python passes it on."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from geo.functions import FeatureText

# Joined to messages of this size: fewer and larger writes are what makes a stream fast.
CHUNK_BYTES = 128 * 1024
ROWS_A_FETCH = 2000


def geojson(
    queryset: QuerySet, *, key: str, geometry: Any, properties: dict[str, Any]
) -> Iterator[bytes]:
    """Yield a GeoJSON FeatureCollection (RFC 7946, lon/lat WGS 84), UTF-8, one feature a line.

    `properties` maps names to expressions. The rows come through a server-side cursor, so that
    memory does not grow with their number.
    """
    features = queryset.annotate(feature_text=FeatureText(key, geometry, properties)).values_list(
        "feature_text", flat=True
    )
    return joined(_lines(features.iterator(chunk_size=ROWS_A_FETCH)))


def _lines(features: Iterator[str]) -> Iterator[bytes]:
    yield b'{"type":"FeatureCollection","features":['
    separator = b"\n"
    for feature in features:
        yield separator + feature.encode()
        separator = b",\n"
    yield b"\n]}\n"


def joined(pieces: Iterator[bytes], size: int = CHUNK_BYTES) -> Iterator[bytes]:
    """Join small pieces to chunks of at least `size` bytes."""
    waiting: list[bytes] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= size:
            yield b"".join(waiting)
            waiting, length = [], 0
    if waiting:
        yield b"".join(waiting)
