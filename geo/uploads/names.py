"""What the features of a file are called, in whatever encoding the file is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Columns that usually hold the name, as surveyors and other programs call them; in this order.
_USUAL = ("name_zh", "名称", "园区名称", "项目名称", "yqmc", "xmmc", "mc", "name", "title")


def decoded(content: bytes) -> str:
    """Text in UTF-8, with a mark or without, in UTF-16 with a mark, or in GB 18030 with GBK."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(
        _("The letters of the file are in no known encoding. Export it in UTF-8.")
    )


def name_among(columns: Mapping[str, Any]) -> str:
    """The name of a feature: of the usual columns the first, else the first text that is there."""
    texts = {
        str(column).lower(): value.strip()
        for column, value in columns.items()
        if isinstance(value, str) and value.strip()
    }
    named = (texts[column] for column in _USUAL if column in texts)
    text = next(named, next(iter(texts.values()), ""))
    return "".join(one for one in text if one.isprintable())
