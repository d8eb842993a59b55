"""What a browser is called, short enough to recognise one's own."""

from msp_du.web.i18n import _

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def short(user_agent: str) -> str:
    """Return « Firefox/Android » of a user agent, as it is kept; empty when neither is known.

    >>> short("Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0")
    'Firefox/Android'
    """
    found = (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))
    return "/".join(found) if any(found) else ""


def shown(device: str) -> str:
    """Return the words for what ``short`` kept."""
    browser, _slash, system = device.partition("/")
    if browser and system:
        return _("%(browser)s sur %(system)s", browser=browser, system=system)
    return browser or system or _("Appareil inconnu")


def _first(marks: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in marks if mark in user_agent), "")
