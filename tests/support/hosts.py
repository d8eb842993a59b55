"""Files of structures that tests import."""

EXTRACT = "\n".join(
    [
        "finess;etalab;111;2026-05-12",
        (
            "structureet;010000024;010780054;CH DE FLEYRIAT;"
            "CENTRE HOSPITALIER DE BOURG-EN-BRESSE FLEYRIAT;;;900;RTE;DE PARIS;;;451;01;AIN;"
            "01440 VIRIAT;0474454647;0474454114;355;Centre Hospitalier (C.H.);1102;"
            "Centres Hospitaliers;26010004500012;8610Z;03;ARS;1;Public;1979-02-13;1979-02-13;"
            "2020-02-04;"
        ),
        (
            "structureet;750100125;750712184;GHU SITE ÉTOILE;;;;47;BD;DE L'HOPITAL;;;113;75;PARIS;"
            "75013 PARIS;0142160000;;156;Centre Médico-Psychologique (C.M.P.);1102;;;8610Z;;;;;;;;"
        ),
        (
            "structureet;750140014;750712184;CLUB DU PORT;;;;1;R;DU PORT;;;114;75;PARIS;"
            "75014 PARIS;;;999;Lieu divers;;;12345678901234;;;;;;;;;"
        ),
        "structureet;750140015;;CLUB AU NUMERO FAUX;;;;;;;;;;75;;75014 PARIS;;;999;;;;;;",
        "structureet;750140014;TROP COURT",
        "geolocalisation;010000024;873456.7;6571234.5;1;ATLASANTE;100;IGN;LAMBERT_93",
    ]
)
