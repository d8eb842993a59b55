"""Pages asked of the whole application, against its own page that says hello, and bare Flask's."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import cycle
from typing import Final

from flask import Flask

from msp_du.config import Config
from msp_du.domain.verification import ALPHABET, check_character, new_code
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db
from msp_du.services import verification
from msp_du.services.verification import Answer, Question
from tests.benchmarks.crowd import HOLDER, Crowd
from tests.benchmarks.rotation import Variant
from tests.benchmarks.wsgi import HELLO, Request, bare_flask

CODE: Final = "7KQM2XZB9HTRC4WNE"
MALFORMED: Final = "7KQM2XZB9HTRC4WNG"
"""The same but for the character that checks it."""
TRIES: Final = 200


def variants(app: Flask, crowd: Crowd) -> Mapping[str, Variant]:
    """Return the requests that are timed, by name; raises AssertionError for an unusual answer."""
    trainee = crowd.accounts[Role.TRAINEE]
    download = Request.of(app, f"/documents/{crowd.ids['document']}/fichier", account=trainee)
    home = Request.of(app, "/", account=trainee)
    return {
        "bare Flask's hello": Variant(_sure(Request.of(bare_flask(), "/"), 200, b"Bonjour"), 400),
        "hello": Variant(_sure(Request.of(app, HELLO), 200, b"Bonjour"), 200),
        "stored transcript": Variant(_sure(download, 200, b"%PDF"), 50),
        "trainee's home": Variant(_sure(home, 200), 10),
        "verification, hit": Variant(_sure(_asking(app, CODE), 200, b"2026-DU-0041"), 50),
        "verification, malformed": Variant(_sure(_asking(app, MALFORMED), 422), 100),
        **_misses(app),
    }


def _asking(app: Flask, code: str) -> Request:
    return Request.of(app, "/v", form={"code": code, "family_name": HOLDER})


def _sure(request: Request, status: int, said: bytes = b"") -> Callable[[], object]:
    """Make the request once to see that it is answered as meant, and return what repeats it."""
    answer = request.make()
    assert answer.status == status, answer.status
    assert said in answer.content
    return request.make


def _misses(app: Flask) -> Mapping[str, Variant]:
    """Return two kinds of look-ups that find nothing: nearly a document's code, and any code."""
    near, far = cycle(list(_near_codes())), cycle([new_code() for _try in range(TRIES)])
    return {
        "near miss": Variant(lambda: _look_up(app, next(near)), TRIES),
        "random miss": Variant(lambda: _look_up(app, next(far)), TRIES),
    }


def _near_codes() -> Iterator[str]:
    """Yield codes of which one random character is another than the document's."""
    for turn in range(TRIES):
        place = turn % (len(CODE) - 1)
        others = ALPHABET.replace(CODE[place], "")
        body = CODE[:place] + others[turn % len(others)] + CODE[place + 1 : -1]
        yield body + check_character(body)


def _look_up(app: Flask, code: str) -> None:
    config: Config = app.extensions["msp_du_config"]
    question = Question.of(
        code,
        HOLDER,
        address="127.0.0.1",
        code_keys=config.all_code_keys,
        count_key=config.secret_key,
    )
    with app.app_context(), db.engine.connect() as connection:
        verdict = verification.look_up(connection, question, now=datetime.now(UTC))
    assert verdict.answer is Answer.NO_MATCH
