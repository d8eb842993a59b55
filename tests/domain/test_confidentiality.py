import pytest

from msp_du.domain.confidentiality import (
    Finding,
    IdentifyingKind,
    find_identifying,
    neutral_name_faults,
)

EMAIL = IdentifyingKind.EMAIL
NATIONAL_ID = IdentifyingKind.NATIONAL_ID
PHONE = IdentifyingKind.PHONE
DATE = IdentifyingKind.DATE
AGE = IdentifyingKind.AGE
INITIALS = IdentifyingKind.INITIALS
TITLED_NAME = IdentifyingKind.TITLED_NAME
ROOM_OR_FILE = IdentifyingKind.ROOM_OR_FILE


@pytest.mark.parametrize(
    ("text", "kind", "excerpt"),
    [
        ("Entretien avec M. D. ce matin", INITIALS, "M. D."),
        ("avec M.\N{NO-BREAK SPACE}D. ce matin", INITIALS, "M.\N{NO-BREAK SPACE}D."),
        ("Suivi de A.B.", INITIALS, "A.B."),
        ("Suivi de J.-P. D. au jardin", INITIALS, "J.-P. D."),
        ("Repas avec Julie D.", INITIALS, "Julie D."),
        ("Repas avec Éloïse É. et son frère", INITIALS, "Éloïse É."),
        ("M. Dupont est venu", TITLED_NAME, "M. Dupont"),
        ("M.Dupont est venu", TITLED_NAME, "M.Dupont"),
        ("MM. Durand sont venus", TITLED_NAME, "MM. Durand"),
        ("Mme X a parlé", TITLED_NAME, "Mme X"),
        ("Mme Dupont a parlé", TITLED_NAME, "Mme Dupont"),
        ("MME DUPONT a parlé", TITLED_NAME, "MME DUPONT"),
        ("la chambre de madame de Villiers", TITLED_NAME, "madame de Villiers"),
        ("monsieur d’Arc", TITLED_NAME, "monsieur d’Arc"),
        ("vu avec le Dr Ndiaye", TITLED_NAME, "Dr Ndiaye"),
        ("vu avec Mme L.", TITLED_NAME, "Mme L."),
        ("né le 12/03/1975", DATE, "12/03/1975"),
        ("né le 12/03/75", DATE, "12/03/75"),
        ("le 1.2.1975", DATE, "1.2.1975"),
        ("le 1975-03-12", DATE, "1975-03-12"),
        ("le 12 mars 1975", DATE, "12 mars 1975"),
        ("le 12 mars 75", DATE, "12 mars 75"),
        ("le 1er AOÛT 1975", DATE, "1er AOÛT 1975"),
        ("admise le 12 mars", DATE, "admise le 12 mars"),
        ("hospitalisé le 12/03", DATE, "hospitalisé le 12/03"),
        ("née le 12 mars 1975", DATE, "12 mars 1975"),
        ("née en 1975", DATE, "née en 1975"),
        ("née en mars 1975", DATE, "née en mars 1975"),
        ("une femme de 34 ans", AGE, "34 ans"),
        ("de 34\N{NARROW NO-BREAK SPACE}ans", AGE, "34\N{NARROW NO-BREAK SPACE}ans"),
        ("des femmes de 34 et 52 ans", AGE, "52 ans"),
        ("a 34-year-old man", AGE, "34-year-old"),
        ("appeler le 06 12 34 56 78", PHONE, "06 12 34 56 78"),
        ("appeler le 0612345678", PHONE, "0612345678"),
        ("appeler le 06.12.34.56.78.", PHONE, "06.12.34.56.78"),
        ("appeler le +33 6 12 34 56 78", PHONE, "+33 6 12 34 56 78"),
        ("appeler le +33 (0)6 12 34 56 78", PHONE, "+33 (0)6 12 34 56 78"),
        ("appeler le +32 470 12 34 56", PHONE, "+32 470 12 34 56"),
        ("2 75 03 59 123 456 78", NATIONAL_ID, "2 75 03 59 123 456 78"),
        ("275035912345678", NATIONAL_ID, "275035912345678"),
        ("1 75 03 2A 123 456", NATIONAL_ID, "1 75 03 2A 123 456"),
        ("écrire à j.dupont@exemple.fr.", EMAIL, "j.dupont@exemple.fr"),
        ("chambre 12", ROOM_OR_FILE, "chambre 12"),
        ("Chambre n° 12B", ROOM_OR_FILE, "Chambre n° 12B"),
        ("dossier 4512", ROOM_OR_FILE, "dossier 4512"),
        ("dossier numéro 4512", ROOM_OR_FILE, "dossier numéro 4512"),
        ("au lit n°3", ROOM_OR_FILE, "lit n°3"),
        ("IPP 800123", ROOM_OR_FILE, "IPP 800123"),
        ("visite à M. D.", INITIALS, "M. D."),
        ("ch 12 ce matin", ROOM_OR_FILE, "ch 12"),
        ("chb. 12", ROOM_OR_FILE, "chb. 12"),
        ("box n° 4", ROOM_OR_FILE, "box n° 4"),
    ],
    ids=str,
)
def test_what_may_point_at_a_person_is_found_once(
    text: str, kind: IdentifyingKind, excerpt: str
) -> None:
    assert find_identifying(text) == (Finding(kind, excerpt),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Groupe de parole avec 3 personnes",
        "Arrivée à 9 h 30, départ à 17 h",
        "De 8h45 à 12h30 au CMP",
        "Groupe en salle 3, puis au bureau 12",
        "9h30–12h, puis 13h-17h",
        "Réunion au CMP puis au SAMSAH",
        "Réunion au C.M.P.",
        "Module M111, puis UE1.2",
        "Guide UE1.2.30",
        "J. de stage",
        "Journée 3/5",
        "Ouvert 24/7",
        "Année 2026-2027",
        "Point d’étape prévu le 12 mars",
        "Point d’étape le 12 mars 14 h",
        "Le 12 mars 10 personnes sont venues",
        "Expérience de 2,5 ans",
        "Il travaille ici depuis 10 ans",
        "Une formation en 2 ans",
        "Accueil des 18-25 ans",
        "Accueil des 18 à 25 ans",
        "Accueil entre 18 et 25 ans",
        "Accueil à partir de 18 ans, moins de 30 ans",
        "Une équipe qui a 20 ans d’expérience",
        "Madame la directrice et monsieur le maire",
        "Échange avec madame. Ensuite, repas",
        "Atelier dans le Groupe A. Ensuite, repas",
        "N.B. rendez-vous avancé",
        "Dossier de 12 pages, 2 chambres",
        "Il lit 12 pages",
        "Budget de 1 200 000 euros",
        "SIRET 123 456 789 00012",
        "MDPH, GEM, ESAT et ARS",
    ],
    ids=str,
)
def test_harmless_text_is_let_through(text: str) -> None:
    assert find_identifying(text) == ()


def test_findings_come_in_the_order_of_the_text() -> None:
    text = "Mme Dupont (34 ans, 06 12 34 56 78), chambre 12, née le 12/03/1990 : voir M. D."
    assert [finding.kind for finding in find_identifying(text)] == [
        TITLED_NAME,
        AGE,
        PHONE,
        ROOM_OR_FILE,
        DATE,
        INITIALS,
    ]


def test_letters_and_accents_apart_are_read_as_one() -> None:
    assert find_identifying("le 1er aou\N{COMBINING CIRCUMFLEX ACCENT}t 1975") == (
        Finding(DATE, "1er août 1975"),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Suivi", ()),
        ("suivi.univ-exemple.fr", ()),
        ("Module M111", ()),
        ("Stage du 3 mars", ()),
        ("Établissement impair, deux paires", ()),
        ("Teamspace", ()),
        ("Santé publique", ()),
        ("Santé mentale", ("santé mentale",)),
        ("SANTE-MENTALE.fr", ("santé mentale",)),
        ("santementale.fr", ("santé mentale",)),
        ("Pôle de psychiatrie", ("psychiatr…",)),
        ("Les psychiatres", ("psychiatr…",)),
        ("Un pair", ("pair",)),
        ("de_pairs_", ("pair",)),
        ("Pair-aidance", ("pair-aidance",)),
        ("paire aidante et pairs aidants", ("pair-aidance",)),
        ("pair-aidance entre pairs", ("pair-aidance", "pair")),
        ("msp-du.fr", ("MSP",)),
        ("Les MSPs", ("MSP",)),
        ("dumsp.fr", ("MSP",)),
        ("MSP2", ("MSP",)),
        ("Rétablissement", ("rétablissement",)),
        ("re\N{SOFT HYPHEN}tablissement", ("rétablissement",)),
        ("MSP en santé mentale", ("santé mentale", "MSP")),
    ],
    ids=str,
)
def test_telling_words_are_named(text: str, words: tuple[str, ...]) -> None:
    assert neutral_name_faults(text) == words
