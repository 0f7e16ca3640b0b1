"""Write records to a file: the very bytes that the site's download gives."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict

from accounts.audience import PUBLIC, Reader
from accounts.models import User
from records import collections
from records.pages.views import geojson_stream


class Command(BaseCommand):
    """Takes the filters of the pages as options, e.g. `--sector food --level national`."""

    help = "Write parks, bases or projects as GeoJSON, narrowed by the filters that the pages know."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One option for each filter that any collection knows."""
        placed = collections.with_place()
        parser.add_argument("collection", choices=[collection.slug for collection in placed])
        parser.add_argument("--format", choices=["geojson"], default="geojson")
        parser.add_argument(
            "-o", "--output", type=Path, help="the file to write; else standard output"
        )
        parser.add_argument(
            "--as", dest="user", metavar="USER", help="write what this user may see, not the public"
        )
        for name in sorted(filter_names()):
            parser.add_argument(f"--{name}", action="append", default=[], metavar="VALUE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the records, or say what is wrong with a filter."""
        collection = collections.get(options["collection"])
        filterset = collection.filtered(query_of(options), user=reader_of(options["user"]))
        if filterset.problems:
            raise CommandError("\n".join(filterset.problems))
        stream = geojson_stream(collection, filterset.qs)
        if options["output"] is None:
            for chunk in stream:
                sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            return
        try:
            write_whole(options["output"], stream)
        except OSError as error:
            message = (
                f"Cannot write {options['output']}: {error.strerror or error}. Choose another file."
            )
            raise CommandError(message) from error


def write_whole(path: Path, chunks: Iterator[bytes]) -> None:
    """Write beside and then rename: an interrupted export never looks complete."""
    unfinished = path.with_name(f"{path.name}.part")
    with unfinished.open("wb") as handle:
        handle.writelines(chunks)
    unfinished.replace(path)


def reader_of(username: str | None) -> Reader:
    """Who reads the file: everybody, or the user of that name."""
    if username is None:
        return PUBLIC
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"There is no user “{username}”. Name one that the admin lists.")
    return user


def filter_names() -> set[str]:
    """The filters that some collection with a place knows."""
    empty = QueryDict()
    return {
        name
        for collection in collections.with_place()
        for name in collection.filtered(empty).known_parameters
    }


def query_of(options: dict[str, Any]) -> QueryDict:
    """The query string that the options stand for."""
    query = QueryDict(mutable=True)
    for name in sorted(filter_names()):
        if options[name]:
            query.setlist(name, options[name])
    return query
