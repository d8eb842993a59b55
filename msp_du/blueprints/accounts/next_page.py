"""Where to go after signing in: a page of ours, or home."""

from urllib.parse import urlsplit

LONGEST_PATH = 2000


def own_path(text: str | None) -> str | None:
    r"""Return the path if it can only be one of this site's, else None.

    A browser reads « //host » and « /\host » as another site, and drops tabs and line ends.

    >>> own_path("/heures/?mois=11"), own_path("//evil.example"), own_path("javascript:x")
    ('/heures/?mois=11', None, None)
    """
    if not text or len(text) > LONGEST_PATH or not text.startswith("/"):
        return None
    if text.startswith("//") or "\\" in text or not text.isprintable():
        return None
    parts = urlsplit(text)
    return None if parts.scheme or parts.netloc else text
