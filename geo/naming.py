"""Names in two languages."""

from django.utils.translation import get_language


def is_english() -> bool:
    """Whether the reader's language is English."""
    return (get_language() or "").startswith("en")


def name_in_language(name_zh: str, name_en: str) -> str:
    """The name in the active language, falling back on Chinese."""
    return (name_en if is_english() else "") or name_zh


class Bilingual:
    """Gives `name` in the language of the reader, falling back on Chinese, which is never empty."""

    name_zh: str
    name_en: str

    @property
    def name(self) -> str:
        """The name in the active language."""
        return name_in_language(self.name_zh, self.name_en)

    @property
    def other_name(self) -> str:
        """The name in the language that is not active; empty when there is none."""
        other = self.name_zh if is_english() else self.name_en
        return "" if other == self.name else other

    def __str__(self) -> str:
        return self.name
