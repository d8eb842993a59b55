"""Plugin: one private PostgreSQL cluster a run, shared by the workers.

With ``-n`` the controlling process starts it and tells the workers its URL; in a run without
workers the first test that asks for it does. Where it cannot start, the tests that ask for it are
skipped, or fail under CI.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Protocol

import pytest

from tests.support.postgres import PostgresUnavailableError, private_cluster

URL_KEY = "postgres_url"
MISSING_KEY = "postgres_missing"


class Node(Protocol):
    """A worker, as its controlling process sees it."""

    config: pytest.Config
    workerinput: dict[str, object]


CLUSTER: pytest.StashKey[dict[str, object]] = pytest.StashKey()


def start_cluster(stack: ExitStack) -> dict[str, object]:
    """Return the cluster's URL, or why there is none, under URL_KEY or MISSING_KEY."""
    try:
        return {URL_KEY: stack.enter_context(private_cluster())}
    except PostgresUnavailableError as error:
        return {MISSING_KEY: str(error)}


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    config = session.config
    has_workers = bool(config.getoption("numprocesses", None))
    if has_workers and not config.getoption("collectonly"):
        stack = ExitStack()
        config.add_cleanup(stack.close)
        config.stash[CLUSTER] = start_cluster(stack)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Node) -> None:
    if CLUSTER in node.config.stash:
        known = node.config.stash[CLUSTER]
        node.workerinput |= known


@pytest.fixture(scope="session")
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """URL of the cluster's database ``postgres``, from which others are made."""
    with ExitStack() as stack:
        known: dict[str, object] = getattr(request.config, "workerinput", {})
        if URL_KEY not in known and MISSING_KEY not in known:
            known = start_cluster(stack)
        if MISSING_KEY in known:
            reason = f"no PostgreSQL: {known[MISSING_KEY]}"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        yield str(known[URL_KEY])
