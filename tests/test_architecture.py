"""What must hold of the code everywhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import UUIDConverter

import msp_du
from msp_du import create_app
from msp_du.extensions import csrf
from msp_du.web.access import declared_access
from tests.conftest import configuration
from tests.support.access_matrix import public_reads

PACKAGE = Path(msp_du.__file__).parent
ROOT = PACKAGE.parent
MODULES = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
TEST_MODULES = list((ROOT / "tests").rglob("*.py"))
TEMPLATES = [path for path in (PACKAGE / "templates").rglob("*") if path.is_file()]
TEXT_ARGUMENTS = {"secret", "filename", "guide", "code", "slug"}


@pytest.fixture(scope="module")
def bare_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application without a database."""
    return create_app(configuration(tmp_path_factory.mktemp("bare")))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_endpoint_declares_its_access(bare_app: Flask) -> None:
    undeclared = [e for e in bare_app.view_functions if declared_access(bare_app, e) is None]
    assert undeclared == ["static"]


def test_no_other_endpoint_goes_without_form_token_and_reader(bare_app: Flask) -> None:
    views = bare_app.view_functions
    nameless = {e for e in views if (found := declared_access(bare_app, e)) and found.nameless}
    assert nameless == public_reads()
    places = {f"{views[e].__module__}.{views[e].__name__}" for e in nameless}
    assert csrf._exempt_views == places  # noqa: SLF001 - it has no other list
    assert csrf._exempt_blueprints == set()  # noqa: SLF001


def test_every_address_is_kebab_case_and_typed(bare_app: Flask) -> None:
    for rule in bare_app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        fixed = re.sub(r"<[^>]+>", "", rule.rule)
        assert re.fullmatch(r"[a-z0-9/.-]*", fixed), rule.rule
        untyped = {
            name
            for name in rule.arguments - TEXT_ARGUMENTS
            if not isinstance(rule._converters[name], UUIDConverter)  # noqa: SLF001
        }
        assert untyped == set(), rule.rule


def test_only_extensions_commits() -> None:
    committing = [relative(p) for p in MODULES if ".commit(" in p.read_text("utf-8")]
    assert committing == ["msp_du/extensions.py"]


@pytest.mark.parametrize("path", MODULES + TEST_MODULES, ids=relative)
def test_a_module_fits_on_a_few_screens(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_template_is_short_and_holds_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 120
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|javascript:", text)
    assert not re.search(r"<script(?![^>]*nonce=)", text)
    assert "|safe" not in text.replace(" ", "")


def test_nothing_of_another_origin_is_in_a_page() -> None:
    for path in TEMPLATES:
        for url in re.findall(r"""(?:href|src|action)="(https?:[^"]*|//[^"]*)""", path.read_text()):
            pytest.fail(f"{relative(path)} names {url}")


def test_no_module_is_a_drawer() -> None:
    names = {part for path in MODULES for part in (path.stem, path.parent.name)}
    assert not names & {"utils", "util", "helpers", "helper", "common", "misc"}


def test_no_exception_is_swallowed_whole_and_nothing_is_left_to_do() -> None:
    for path in MODULES:
        text = path.read_text("utf-8")
        assert "except Exception" not in text, relative(path)
        assert not re.search(r"\b(TODO|FIXME|XXX)\b", text), relative(path)


def test_every_template_is_used() -> None:
    code = "\n".join(p.read_text("utf-8") for p in [*MODULES, *TEMPLATES])
    unused = [
        relative(path)
        for path in TEMPLATES
        if path.relative_to(PACKAGE / "templates").as_posix() not in code
        and not re.search(rf"""["']{re.escape(path.stem)}["']""", code)
    ]
    assert unused == []


def test_a_simple_command_starts_without_the_application() -> None:
    probe = (
        "import sys; from msp_du.cli import program;"
        " program.main(['--help'], standalone_mode=False);"
        " sys.exit(bool({'flask', 'sqlalchemy', 'weasyprint'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=False
    )
    assert "accounts" in done.stdout
    assert done.returncode == 0, done.stderr
