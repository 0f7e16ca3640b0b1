"""What a browser says of itself, in two words that its user recognises."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

# The first that the text contains counts: most browsers also name those they are made from.
BROWSERS = (
    ("MicroMessenger", gettext_lazy("WeChat")),
    ("QQBrowser", gettext_lazy("QQ Browser")),
    ("QIHU", gettext_lazy("360 Browser")),
    ("360SE", gettext_lazy("360 Browser")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("OPR/", "Opera"),
    ("HuaweiBrowser", gettext_lazy("Huawei Browser")),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", gettext_lazy("HarmonyOS")),
    ("OpenHarmony", gettext_lazy("HarmonyOS")),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("UOS", gettext_lazy("UOS")),
    ("Kylin", gettext_lazy("Kylin")),
    ("Linux", "Linux"),
)


def device(agent: str) -> str:
    """The browser and the system that a User-Agent header names; says so if it names none."""
    browser = next((name for word, name in BROWSERS if word in agent), None)
    system = next((name for word, name in SYSTEMS if word in agent), None)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return str(browser or system or pgettext("device", "unknown"))
