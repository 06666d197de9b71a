from __future__ import annotations

import pytest

from ingest.prose import blocks

FIRST = "Le groupe Ardoise a signé lundi avec Brume un contrat de trois ans."
LAST = "Kelvin, son rival, a perdu la moitié de ses clients depuis mars."

FURNITURE = [
    *("Lire aussi : Voltar cherche un associé", "À lire également : Voltar, la chute · Ardoise, le pari", "Read more: Voltar buys Kelvin"),
    *(
        "Lesen Sie auch: Voltar übernimmt Kelvin",
        "Lea también: Voltar compra Kelvin",
        "Sur le même sujet",
        "Mehr zum Thema",
        "You may also like",
    ),
    *("Partager cet article : Facebook · LinkedIn", "Share", "Teilen | Drucken | Merken", "Compartir", "Réagir (12)   Imprimer   Partager"),
    *(
        "Menu | Doubs | Jura | Sports",
        "Accueil > Économie > Puces",
        "Home › Tech › Chips",
        "Accueil   Actualité   Loisirs",
        "Startseite | Wirtschaft | Chips",
    ),
    *(
        "Je m'abonne à partir de 1 €",
        "Abonnez-vous",
        "Recevez chaque matin notre lettre.",
        "Subscribe to our newsletter",
        "Jetzt abonnieren",
    ),
    *("Melden Sie sich für unseren Newsletter an", "Suscríbete a nuestro boletín", "Sign up for our daily newsletter"),
    *(
        "Nous utilisons des cookies pour améliorer votre visite.",
        "We use cookies to improve this site.",
        "Wir verwenden Cookies.",
        "Utilizamos cookies propias.",
    ),
    *(
        "© 2024 Le Fil",
        "Copyright 2024 The Thread",
        "Tous droits réservés",
        "Alle Rechte vorbehalten.",
        "Todos los derechos reservados.",
        "© Photo : DR",
    ),
    *(
        "Photo : archives",
        "Crédit photo : A. Lin",
        "Bild: Ada Lin",
        "Foto: Agencia",
        "Featured photo by Ada Lin on Unsplash.",
        "Image credit: Ada Lin",
    ),
    *(
        "Tags : puces, Ardoise, Brume",
        "Mots-clés : puces, Ardoise",
        "Schlagwörter: Chips, Brume",
        "Etiquetas: chips, Brume",
        "#chips #brume #ardoise",
    ),
    *("Vos commentaires (27) – Signaler un abus", "Comments (3)", "12 Kommentare", "No comments", "Laisser un commentaire"),
    *(
        "Par Ada Lin",
        "By Ada Lin and Bo Wren",
        "Von Ada Lin",
        "Por Ada Lin",
        "ADA LIN | 18 juin 2024 | Puces",
        "Par Ada Lin, lundi 20 octobre 2025",
    ),
    *(
        "Publié le 17 mars 2022 à 21h05 · 7 min de lecture",
        "Published on June 6, 2023",
        "Veröffentlicht am 6. Juni 2023",
        "2024-07-27",
        "Monday, April 8, 2019",
    ),
    *("Temps de lecture : 4 minutes", "5 min read", "Lesezeit: 3 Minuten", "Publicité", "Advertisement", "Anzeige", "Source : Agence Lin"),
    *(
        "Cliquez sur l'image pour l'agrandir",
        "Suivez-nous sur Mastodon",
        "Follow us on Mastodon",
        "[Lire la suite](https://a.b/c)",
        "Page 3 sur 7",
        "—",
        "***",
    ),
    *(
        "View this email in your browser",
        "Voir la lettre dans votre navigateur",
        "Scroll to continue",
        "Unsubscribe from this list",
        "Se désabonner",
        "You are receiving this email because you asked for it.",
        "Reporting by Ada Lin; Additional reporting by Bo Wren; Editing by Cy Orr",
        "Our Standards: The Thread's principles.",
        "($1 = 0.8785 euros)",
        "hdv/mlr/oaa",
        "SOURCE Brume Corp.",
        "Subscribe to unlock this article",
        "Printer-friendly version",
        "Article précédent",
    ),
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_left_out(line: str) -> None:
    for text in (f"{FIRST}\n\n{line}\n\n{LAST}", f"{line}\n\n{FIRST}\n\n{LAST}", f"{FIRST}\n\n{LAST}\n\n{line}\n"):
        assert [block.text for block in blocks(text)] == [FIRST, LAST]


ARTICLE = [
    *(
        "- Ardoise achète Brume.\n- Kelvin poursuit Voltar.\n- Brume fournit Kelvin.",
        "- [Ardoise a racheté la jeune pousse Brume.](https://a.b/c)",
    ),
    *(
        "Lire aussi les comptes d'Ardoise fut un choc pour tous.",
        "Read more carefully, the letter says that Brume left.",
        "Share prices of Brume fell.",
    ),
    *(
        "Le partage des puces entre Ardoise et Brume reste secret.",
        "Par chance, Ardoise a trouvé Brume.",
        "By March, Brume had left Ardoise.",
    ),
    *("Les cookies de Brume seront remplacés par ceux d'Ardoise, dit Kelvin.", "Photo : Ardoise rachète Brume. Le groupe confirme."),
    *(
        "Brume | Ardoise : le divorce",
        "Ardoise > Brume ?",
        "Brume, Kelvin et Voltar",
        "Publié par Ardoise, le rapport accable Brume.",
        "En 2024, Brume a signé.",
    ),
    *(
        "Le 26 juin 2024, Ardoise a signé.",
        "Source de tensions, Brume inquiète Ardoise.",
        "Sources close to Ardoise say that Brume will be sold.",
    ),
    *("Von Ardoise kommt kein Wort zu Brume.", "Por ahora, Brume calla.", "Copyright claims against Brume were filed by Ardoise in May."),
    *(
        "Related parties of Ardoise sold Brume.",
        "Open source models of Brume go online",
        "TCP/IP",
        "Source close to Brume Group",
        "Source code of Brume Inc",
        "Unsubscribe rules of Brume change",
        "Reporting by Brume was late, said Ardoise.",
        "Comments by Ardoise moved Brume.",
        "Abonnez-vous ou partez : Ardoise change les règles de Brume.",
        "Brume.",
    ),
]


@pytest.mark.parametrize("text", ARTICLE)
def test_sentences_and_headings_stay(text: str) -> None:
    kept = [block.text for block in blocks(f"{FIRST}\n\n{text}\n\n{LAST}")]
    assert kept[0] == FIRST
    assert kept[-1] == LAST
    assert len(kept) == 2 + text.count("\n") + 1


@pytest.mark.parametrize(
    "label", ["LIRE AUSSI", "[ À LIRE ]", "**Sur le même sujet**", "Read more:", "Auch interessant", "Le puede interesar"]
)
@pytest.mark.parametrize("mark", ["", "- ", "> ", "• "])
def test_headlines_under_a_label_go_with_it(label: str, mark: str) -> None:
    text = f"{FIRST}\n\n{label}\n{mark}Voltar : ce que change l'usine de Dresde\n{mark}Orix face à la flambée des coûts\n\n{LAST}"
    assert [block.text for block in blocks(text)] == [FIRST, LAST]


@pytest.mark.parametrize(
    "heading",
    ["References", "Références bibliographiques", "Literatur", "Referencias", "Voir aussi", "Further reading", "7. Bibliographie"],
)
def test_a_bibliography_goes_down_to_the_next_heading(heading: str) -> None:
    entries = "- Ada Lin, Les puces, 2021.\n- Bo Wren. Chips and more. Cambridge, 2019."
    text = f"## Suite\n\n{FIRST}\n\n## {heading}\n\n{entries}\n\n## Fin\n\n{LAST}"
    assert [block.text for block in blocks(text)] == ["Suite", FIRST, "Fin", LAST]


def test_a_bibliography_without_marks_ends_before_the_next_sentence() -> None:
    text = f"{FIRST}\n\nReferences\n\n1. Ada Lin, Chips, 2021.\n\n{LAST}"
    assert [block.text for block in blocks(text)] == [FIRST, LAST]


def test_menus_of_links_and_of_languages_go() -> None:
    links = "- [Économie](/eco)\n- [Puces](/puces)\n- [Mon compte](/moi)"
    languages = "• English\n• Español\n• 日本語\n• Français (Afrique)\n• Tiếng Việt"
    assert [block.text for block in blocks(f"{links}\n\n{FIRST}\n\n{LAST}\n\n{languages}")] == [FIRST, LAST]


def test_a_list_that_a_sentence_announces_stays() -> None:
    text = f"{FIRST} Ses clients sont :\n\n- Brume\n- Kelvin\n- Voltar\n- Orix\n- Nordlys\n"
    assert [block.text for block in blocks(text)][1:] == ["Brume", "Kelvin", "Voltar", "Orix", "Nordlys"]


def test_rows_of_a_table_are_no_menu() -> None:
    text = f"{FIRST}\n\n| Société | Ventes | Pays |\n|---|---|---|\n| Ardoise | 12 | France |\n"
    assert [block.text for block in blocks(text)][1:] == ["Société | Ventes | Pays", "Ardoise | 12 | France"]
