"""Zip files that people send: what is in them is looked at before it is unpacked, in memory."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_MEMBERS = 60
MOST_UNPACKED = 60 * 1024 * 1024
MOST_RATIO = 100
_ARCHIVES = re.compile(r"\.(zip|rar|7z|gz|tgz|bz2|xz|tar|kmz)$", re.IGNORECASE)
_WITH_UTF8_NAMES, _ENCRYPTED = 0x800, 0x1


def unpacked(content: bytes) -> dict[str, bytes]:
    """The members of a zip file by name. Raises ValidationError for what no honest file holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if not _is_litter(one)]
            _check_sizes(members)
            for one in members:
                _check_member(one)
            return {_name(one): _bytes(archive, one) for one in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise ValidationError(
            _("The .zip is damaged. Pack the files anew and send that.")
        ) from error


def _is_litter(member: zipfile.ZipInfo) -> bool:
    """Folders, and what macOS adds."""
    return member.is_dir() or member.filename.startswith("__MACOSX/")


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise ValidationError(
            _("The .zip holds more than %(n)d files. Pack only those of the boundary.")
            % {"n": MOST_MEMBERS}
        )
    size = sum(one.file_size for one in members)
    packed = sum(one.compress_size for one in members)
    if size > MOST_UNPACKED or size > MOST_RATIO * max(packed, 10_000):
        raise ValidationError(_too_large())


def _too_large() -> str:
    return _("The .zip unpacks to far more than a boundary needs. Pack only its own files.")


def _check_member(member: zipfile.ZipInfo) -> None:
    name = _name(member)
    if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name:
        raise ValidationError(
            _("The .zip holds files with paths outside of it. Pack the files anew, without paths.")
        )
    if stat.S_ISLNK(member.external_attr >> 16):
        raise ValidationError(
            _("The .zip holds links instead of files. Pack the files themselves.")
        )
    if member.flag_bits & _ENCRYPTED:
        raise ValidationError(_("The .zip has a password. Pack the files without one."))
    if _ARCHIVES.search(name):
        raise ValidationError(
            _("The .zip holds another archive. Unpack that, and pack its files only.")
        )


def _name(member: zipfile.ZipInfo) -> str:
    """The name of a member; Chinese programs write GBK without saying so."""
    if member.flag_bits & _WITH_UTF8_NAMES:
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    return raw.decode("gb18030", "replace")


def _bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The content of a member; its header may claim a smaller size than it has."""
    with archive.open(member) as handle:
        content = handle.read(member.file_size + 1)
    if len(content) > member.file_size:
        raise ValidationError(_too_large())
    return content
