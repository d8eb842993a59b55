"""What a template may leave out: an option of a component, never a variable of the page."""

from collections.abc import Iterator
from typing import Any

from jinja2 import Undefined
from jinja2.utils import missing


class PageUndefined(Undefined):
    """Refuses to print or walk through a name that the view did not pass.

    The components of GOV.UK ask their options for keys that are not there; those stay empty.
    """

    def __str__(self) -> str:
        self._check()
        return ""

    def __iter__(self) -> Iterator[Any]:
        self._check()
        return iter(())

    def _check(self) -> None:
        if self._undefined_obj is missing:
            self._fail_with_undefined_error()
