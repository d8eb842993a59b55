"""The steps of the small class's year judged: marks typed, competencies rated."""

import re

from playwright.sync_api import Locator, expect

from tests.support.story import Browser

NAME = "Łukasz Şahin-Nguyễn"
OTHER = "Gwenaëlle Le Bihan"
TUTOR = "Inès Haddad"
DOMAINS = 8
CORE = 20
"""Domains and core items of the framework that cohorts follow unless told otherwise."""


def name_marker(coordinator: Browser, module: str) -> None:
    coordinator.go("Notes")
    coordinator.look("Notes")
    coordinator.follow(f"Nommer {module}")
    coordinator.look(f"Qui saisit les notes de {module}")
    coordinator.box("Personne").select_option(label=TUTOR)
    coordinator.press("Nommer")
    coordinator.says(f"{TUTOR} peut saisir ces notes.")


def mark(tutor: Browser) -> None:
    """Fill four sheets: with a comma, a point, a refused mark, an absence, a module passed."""
    open_sheet(tutor, "M11")
    cell(tutor, NAME, "Contrôle continu").fill("14,5")
    cell(tutor, NAME, "Oral").fill("12.25")
    cell(tutor, OTHER, "Contrôle continu").fill("9")
    cell(tutor, OTHER, "Oral").fill("20,5")
    save(tutor, "Une note ne dépasse pas 20.", "Une note ne dépasse pas 20.")
    tutor.look("Notes du module M11")
    tutor.shoot("marks-refused")
    expect(cell(tutor, NAME, "Contrôle continu")).to_have_value("14,5")
    cell(tutor, OTHER, "Oral").fill("abj")
    save(tutor, "4 notes enregistrées.")
    tutor.look("Notes du module M11")
    expect(cell(tutor, NAME, "Oral")).to_have_value("12,25")
    expect(cell(tutor, OTHER, "Oral")).to_have_value("ABJ")
    expect(tutor.row(NAME)).to_contain_text("13")
    expect(tutor.row(OTHER)).to_contain_text("défaillance")
    tutor.shoot("marks")
    for module, column, value in (("M12", "Examen", "13"), ("P22", "Grille", "16.5")):
        open_sheet(tutor, module)
        cell(tutor, NAME, column).fill(value)
        save(tutor, "Une note enregistrée.")
    open_sheet(tutor, "M21")
    tutor.row(NAME).get_by_role("combobox").select_option(label="Validé")
    save(tutor, "Une note enregistrée.")


def save(tutor: Browser, by_form: str, by_cell: str = "Tout est enregistré.") -> None:
    """Leave the last cell, which saves it; without script, send the sheet."""
    if tutor.setting.javascript:
        tutor.page.evaluate("() => document.activeElement.blur()")
        tutor.says(by_cell)
    else:
        tutor.press("Enregistrer les notes")
        tutor.says(by_form)


def open_sheet(tutor: Browser, module: str) -> None:
    tutor.go("Notes", module)
    tutor.look(f"Notes du module {module}")


def cell(someone: Browser, name: str, column: str) -> Locator:
    """Return a cell of a sheet by the name that a screen reader says."""
    said = re.compile(rf"^{name}\s.*{column}")
    # Absences are suggested by the browser where no script takes the arrow keys.
    suggesting = someone.main.get_by_role("combobox", name=said)
    return someone.main.get_by_role("textbox", name=said).or_(suggesting)


def rate_oneself(trainee: Browser) -> None:
    trainee.go("Compétences", "Situer mes compétences")
    trainee.look("Niveaux de compétence")
    rate_core(trainee, "Débutant")
    trainee.press("Enregistrer et continuer")
    trainee.go("Retour aux compétences")
    trainee.look("Compétences")
    trainee.says(f"0 sur {CORE}")


def rate_as_host(contact: Browser) -> None:
    contact.go("Heures à valider", NAME)
    contact.go("Évaluer les compétences")
    contact.look("Compétences")
    contact.go("Évaluer les compétences")
    contact.look("Niveaux de compétence")
    contact.says("Auto-évaluation : Débutant")
    rate_core(contact, "Autonome")
    contact.press("Enregistrer et continuer")
    contact.look("Niveaux de compétence")


def validate_core(tutor: Browser) -> None:
    """Take over what the host saw of the first domain, and rate the core of the others."""
    tutor.go("Compétences", NAME)
    tutor.look("Compétences")
    tutor.go("Évaluer les compétences", "Reprendre les niveaux de la structure")
    for place in range(1, DOMAINS + 1):
        tutor.says(f"Domaine {place} sur {DOMAINS}")
        tutor.look("Niveaux de compétence")
        if place > 1:
            rate_core(tutor, "Compétent")
        else:
            tutor.says("Structure d’accueil : Autonome")
            tutor.shoot("rate")
        tutor.press("Enregistrer et " + ("continuer" if place < DOMAINS else "terminer"))
    tutor.look("Compétences")
    tutor.says(f"{CORE} sur {CORE}")
    tutor.shoot("competencies")


def rate_core(someone: Browser, level: str) -> None:
    """Give every core item of the page this level."""
    items = someone.main.get_by_role("group", name=re.compile(r"\(socle\)")).all()
    assert items
    for item in items:
        item.get_by_label(level, exact=True).check()
