"""What the log says of a failure: what kind, where in the code, and nothing that anybody typed.

The message of an exception is left out: it may hold a name or an address, as PostgreSQL's do
(« Key (email)=(…) already exists »). Kinds, lines of code and names of constraints do not.
"""

import traceback
from collections.abc import Iterator


def describe(error: BaseException) -> str:
    """Return the kinds and places of an exception and of those that led to it, the first first."""
    told = [f"{''.join(traceback.format_tb(one.__traceback__))}{_kind(one)}" for one in _led(error)]
    return "\nwhich led to\n".join(reversed(told))


def _led(error: BaseException) -> Iterator[BaseException]:
    step: BaseException | None = error
    seen: set[int] = set()
    while step is not None and id(step) not in seen:
        seen.add(id(step))
        yield step
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)


def _kind(error: BaseException) -> str:
    kind = type(error)
    constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
    return f"{kind.__module__}.{kind.__qualname__}" + (f" ({constraint})" if constraint else "")
