"""What must hold of the repository itself."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from msp_du.config import Config

ROOT = Path(__file__).parents[1]
REGISTRY_HOSTS = "|".join(["py" + "pi", "python" + "hosted", "npm" + "js", "deb" + r"\.debian"])
OUTSIDE = re.compile(
    rf"//[\w.-]*(?:{REGISTRY_HOSTS})\.org"
    r"|(?<![\w.])/(?:work|root|opt|home|Users)/\w"
    r"|(?:index-url|find-links)[ =]+\S*[/:]",
)
"""Addresses of registries, folders of one machine, and places to install from."""


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["/usr/bin/env", "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        if b"\0" not in (content := path.read_bytes())
        for match in OUTSIDE.finditer(content.decode("utf-8", "replace"))
    ]
    assert found == []


@pytest.mark.parametrize(("name", "least"), [("base", 30), ("test", 60), ("validators", 10)])
def test_every_required_package_has_its_version_and_hashes(name: str, least: int) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    wanted = re.split(r"\n(?=\w)", re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(wanted) > least
    unlocked = [
        entry for entry in wanted if not re.match(r"[\w.-]+==\S+ \\\n    --hash=sha256:", entry)
    ]
    assert unlocked == []


def test_tests_run_with_the_versions_that_are_served() -> None:
    pins = {
        name: set(re.findall(r"^[\w.-]+==\S+", text, re.MULTILINE))
        for name in ("base", "test")
        for text in [(ROOT / "requirements" / f"{name}.txt").read_text("utf-8")]
    }
    assert pins["base"] - pins["test"] == set()


def test_every_node_package_has_its_digest_and_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    locked = {name: package for name, package in packages.items() if name}
    assert [name for name, package in locked.items() if "integrity" not in package] == []
    assert [name for name, package in locked.items() if "resolved" in package] == []


def test_every_setting_of_the_example_can_be_set() -> None:
    text = (ROOT / "instance" / "config.example.toml").read_text("utf-8")
    named = set(re.findall(r"^# ([a-z_]+) = ", text, re.MULTILINE))
    assert named <= set(Config.__dataclass_fields__)
    assert {"public_url", "secret_key", "code_key"} <= named


@pytest.mark.parametrize("option", ["include", "omit"])
def test_the_gates_of_coverage_name_every_file_of_rules_and_policies(option: str) -> None:
    """An asterisk of theirs stops at a slash, so that a pattern can name nothing, in silence."""
    text = (ROOT / "Makefile").read_text("utf-8")
    (patterns,) = re.findall(rf"coverage report --{option}='([^']+)'", text)
    named = {path for pattern in patterns.split(",") for path in ROOT.glob(pattern)}
    rules = {
        path for area in ("domain", "policies") for path in (ROOT / "msp_du" / area).rglob("*.py")
    }
    assert len(rules) > 60
    assert rules - named == set()
