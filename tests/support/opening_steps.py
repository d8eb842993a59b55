"""The steps that every story begins with: a curriculum, a cohort, a placement, hours signed."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import expect

from tests.support.scans import scan
from tests.support.story import Browser, spaced

CONTACT = "solene.prigent@example.org"
CONTACT_NAME = "Solène Prigent"
HOST = "CMP des Quais"
COHORT = "P2026"


@dataclass(frozen=True, slots=True)
class Stay:
    """A placement to open, for somebody of the class."""

    trainee: str
    hours: int
    tutor: str | None = None
    """Who follows it for the university; their choice is left open without."""


def import_curriculum(someone: Browser, file: Path, *, shown: tuple[str, ...]) -> None:
    """Import a curriculum; its page must say what is in ``shown``."""
    someone.go("Formation", "Importer une version")
    someone.look("Importer une version")
    someone.box("Fichier de la formation").set_input_files(file)
    someone.press("Voir l’aperçu")
    someone.look("Vérifier avant d’importer")
    someone.press("Importer cette version")
    for text in shown:
        someone.says(text)


def open_year(someone: Browser, today: date) -> None:
    someone.go("Établissement", "Ouvrir le calendrier", "Ajouter une année")
    first = date(today.year if today.month >= 9 else today.year - 1, 9, 1)
    someone.type("Nom de l’année", f"{first.year}-{first.year + 1}")
    someone.date("Premier jour", first)
    someone.date("Dernier jour", date(first.year + 1, 8, 31))
    someone.press("Enregistrer")


def open_cohort(someone: Browser) -> None:
    someone.go("Promotions", "Ouvrir une promotion")
    someone.look("Ouvrir une promotion")
    someone.type("Code de la promotion", COHORT)
    someone.press("Ouvrir la promotion")
    someone.look(f"Promotion {COHORT}")


def import_class_list(
    someone: Browser, file: Path, count: int, *, shown: tuple[str, ...] = ()
) -> None:
    """Import a class list and invite everybody; the preview must say what is in ``shown``."""
    someone.go("Importer une liste")
    someone.look("Importer une liste")
    someone.box("Liste de la promotion").set_input_files(file)
    someone.press("Voir l’aperçu")
    someone.look("Vérifier avant d’importer")
    for text in shown:
        someone.says(text)
    someone.box("Envoyer les invitations maintenant").check()
    someone.press(f"Importer {count} personnes")
    someone.says(f"{count} personnes sont inscrites.")
    someone.look(f"Promotion {COHORT}")
    someone.shoot("cohort")


def open_host(someone: Browser) -> None:
    """Describe a structure and invite the contact who signs hours there."""
    someone.go("Structures", "Ajouter une structure")
    someone.look("Ajouter une structure")
    someone.type("Nom", HOST)
    someone.box("Type de structure").select_option(label="Service hospitalier ou ambulatoire")
    someone.box("Emploie des personnes salariées").check()
    someone.box("Une personne responsable peut signer les heures").check()
    someone.press("Enregistrer")
    someone.look("Structure")
    someone.go("Ajouter un contact")
    someone.look("Ajouter un contact")
    someone.type("Nom", CONTACT_NAME)
    someone.box("Tutorat de stage").check()
    someone.type("Adresse électronique (facultatif)", CONTACT)
    someone.press("Enregistrer")
    someone.press("Inviter ce contact")
    someone.says("Accès ouvert")


def open_placement(someone: Browser, stay: Stay, today: date) -> None:
    someone.go("Promotions", COHORT)
    someone.follow(stay.trainee)
    someone.look("Fiche d’inscription")
    someone.go("Ajouter un stage", HOST)
    someone.look("Ouvrir un stage")
    chosen = someone.box("Contact qui signera les heures").locator("option:checked")
    expect(chosen).to_contain_text(CONTACT_NAME)
    someone.box("Formation continue").check()
    if stay.tutor:
        someone.page.get_by_label("Suivi pédagogique").select_option(label=stay.tutor)
    first = someone.page.get_by_role("group", name="Période 1")
    someone.date("Du", today - timedelta(days=7), within=first)
    someone.date("Au", today + timedelta(days=60), within=first)
    first.get_by_label("Heures prévues").fill(str(stay.hours))
    someone.press("Enregistrer")
    expect(someone.page.get_by_role("heading", level=1)).to_contain_text("Stage du")
    someone.shoot("placement")


def agree(someone: Browser) -> None:
    """Send the agreement of the placement that is shown, and note who signed it by hand."""
    someone.go("Voir la convention et son suivi", "Préparer la convention")
    someone.type("Activités confiées (facultatif)", "- Accueil et écoute")
    someone.press("Enregistrer le brouillon")
    someone.go("Envoyer à signer")
    someone.look("Envoyer à signer")
    someone.press("Envoyer à signer")
    someone.go("Noter des signatures sur papier")
    someone.look("Signatures sur papier")
    for capacity in ("Stagiaire", "Signataire de la structure", "Université"):
        someone.page.get_by_label(capacity).check()
    someone.box("Exemplaire signé").set_input_files(scan())
    someone.press("Enregistrer les signatures")
    someone.says("Signée par tous le")


def log_and_submit(someone: Browser) -> None:
    """Log seven hours of today, and send them to the host."""
    someone.go("Ajouter des heures")
    someone.look("Ajouter des heures")
    someone.box("7 h").check()
    someone.press("Enregistrer")
    if someone.setting.javascript:
        someone.says("Noté et reçu")
        someone.go("Voir toutes mes heures")
    someone.go("Envoyer 1 jour à valider")
    someone.look("Envoyer des heures à valider")
    someone.press("Envoyer les jours cochés")
    someone.look("Mes heures")


def approve(someone: Browser) -> None:
    """Sign as the host what was sent."""
    someone.go("Heures à valider")
    someone.look("Heures à valider")
    someone.main.get_by_role("link").first.click()
    someone.look("Heures de stage à valider")
    someone.shoot("approval")
    someone.type("Votre nom", CONTACT_NAME)
    someone.type("Votre fonction", "Cadre de santé")
    someone.press("Je valide ces heures")
    someone.look("Reçu")
    someone.says("Tout est enregistré.")


def see_hours(someone: Browser, *, of_stay: int, of_diploma: int) -> None:
    """See seven hours counted, of the placement's and of the diploma's."""
    someone.go("Heures")
    someone.look("Mes heures")
    someone.says(f"7 h sur {of_stay} h")
    someone.go("Accueil")
    expect(someone.main).to_contain_text(spaced(f"7 h sur {of_diploma} h"))
    someone.shoot("home")
