"""The steps of a sitting of the board: prepared, opened, decided, closed, signed, published."""

from datetime import date

from playwright.sync_api import expect

from tests.support.opening_steps import COHORT
from tests.support.story import PASSWORD, Browser, let_worker_work

REFERENCE = "PV 2026-14"
PRESIDENT = "Yann Morvan"


def prepare(coordinator: Browser, today: date) -> None:
    """Appoint a board over the first year, presided by whoever has the member's account."""
    coordinator.go("Jury", f"{COHORT}, année 1")
    coordinator.follow("Préparer une séance")
    coordinator.look(f"Préparer une séance, promotion {COHORT}, année 1")
    coordinator.date("Date de la séance", today)
    coordinator.type("Référence du procès-verbal", REFERENCE)
    coordinator.type("Référence de l’arrêté de nomination", "Arrêté 2026-111")
    coordinator.date("Date de l’arrêté", today)
    coordinator.press("Préparer la séance")
    coordinator.says("La séance est préparée.")
    coordinator.follow("Nommer un membre")
    coordinator.look("Nommer un membre du jury")
    coordinator.type("Prénom et nom", PRESIDENT)
    coordinator.type("Qualité", "maître de conférences")
    coordinator.box("Préside le jury").check()
    coordinator.box("Enseigne").check()
    coordinator.main.get_by_role("combobox", name="Compte").select_option(label=PRESIDENT)
    coordinator.press("Nommer")
    coordinator.says(f"{PRESIDENT} est membre du jury.")
    coordinator.look(f"Séance {REFERENCE}")
    coordinator.shoot("sitting-prepared")


def open_sitting(president: Browser) -> None:
    president.go("Jury", f"{COHORT}, année 1")
    president.look(f"Jury, promotion {COHORT}, année 1")
    president.follow(REFERENCE)
    president.follow("Noter les présences et ouvrir")
    president.look(f"Présence à la séance {REFERENCE}")
    president.main.get_by_role("checkbox", name=PRESIDENT).check()
    president.press("Ouvrir la séance")
    president.says("La séance est ouverte.")
    president.look(f"Dossiers de la séance {REFERENCE}")
    president.shoot("room")


def decide(president: Browser, name: str, result: str, derogation: str = "") -> None:
    """Open somebody's file from the table, and decide."""
    president.follow(name)
    president.look("Dossier en séance, année 1")
    president.shoot("decision")
    president.box(result).check()
    if derogation:
        president.main.get_by_role("textbox", name="Motif de la dérogation").fill(derogation)
    president.press("Enregistrer et passer au suivant")
    president.says(f"La décision est prise : {result}.")


def to_the_table(president: Browser) -> None:
    president.go("Jury", f"{COHORT}, année 1")
    president.follow(REFERENCE)
    president.follow("Ouvrir les dossiers")
    president.look(f"Dossiers de la séance {REFERENCE}")


def close(president: Browser) -> None:
    """Read everything again, type the reference, close; then have the papers made."""
    president.follow("Clore la séance")
    president.look(f"Clore la séance {REFERENCE}")
    president.shoot("close")
    president.type("Recopiez la référence de la séance", REFERENCE)
    president.press("Clore avec")
    president.says("La séance est close.")
    president.look(f"Séance {REFERENCE}")
    let_worker_work(president.site)


def sign_and_publish(president: Browser) -> None:
    president.go("Jury", f"{COHORT}, année 1")
    president.follow(REFERENCE)
    president.follow("Signer le procès-verbal")
    president.look(f"Signer le procès-verbal {REFERENCE}")
    president.type("Mot de passe", PASSWORD)
    president.press("Signer")
    president.says(f"Signé à l’écran par {PRESIDENT}")
    president.shoot("sitting-closed")
    president.follow("Choisir le moment de la publication")
    president.look(f"Publier la séance {REFERENCE}")
    president.box("Tout de suite").check()
    president.press("Publier")
    president.says("Les résultats sont publiés.")
    expect(president.main).to_contain_text("Publiée")
