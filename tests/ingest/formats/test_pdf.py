from __future__ import annotations

from ingest.formats.pdf import pdf
from ingest.prose import blocks
from tests.ingest.samples import pdf_file

BODY = [
    "Ardoise rachète Brume",
    "",
    "Le groupe Ardoise a annoncé lundi le rachat de la jeune pousse Brume, un fabri-",
    "cant de puces photoniques établi à Lyon. Le montant de l'opération atteint trois",
    "milliards d'euros (environ 3,2 milliards de dollars), selon l'accord-cadre signé à",
    "Lyon.",
    "Kelvin, son rival, avait proposé deux milliards. Il se dit surpris par la vitesse",
    "de la vente.",
]


def page(number: int, *lines: str) -> list[str]:
    return [f"Le Fil - n° {number + 100} - juillet 2024", *lines, f"Page {number} / 3"]


def test_lines_become_paragraphs_and_cut_words_whole() -> None:
    title, first, second = pdf(pdf_file(BODY), "a.pdf").text.split("\n\n")
    assert title == "Ardoise rachète Brume"
    assert "la jeune pousse Brume, un fabricant de puces photoniques établi à Lyon. Le montant" in first
    assert first.endswith("(environ 3,2 milliards de dollars), selon l'accord-cadre signé à Lyon.")
    assert second == "Kelvin, son rival, avait proposé deux milliards. Il se dit surpris par la vitesse de la vente."


def test_what_every_page_repeats_goes_and_sentences_run_over_pages() -> None:
    pages = [page(1, *BODY[:4]), page(2, *BODY[4:6], "Voltar vend."), page(3, *BODY[6:])]
    text = pdf(pdf_file(*pages), "a.pdf").text
    assert "Le Fil" not in text
    assert "Page" not in text
    assert "atteint trois milliards d'euros" in text


def test_a_line_that_few_pages_repeat_stays() -> None:
    text = pdf(pdf_file(["Ardoise a signé."], ["Brume a signé."], ["Kelvin a signé."]), "a.pdf").text
    assert [block.text for block in blocks(text)] == ["Ardoise a signé.", "Brume a signé.", "Kelvin a signé."]


def test_a_title_counts_unless_a_program_gave_it() -> None:
    assert pdf(pdf_file(BODY, title="Ardoise, le pari"), "a.pdf").title == "Ardoise, le pari"
    assert pdf(pdf_file(BODY, title="Microsoft Word - ardoise_v2.doc"), "a.pdf").title is None


def test_a_paper_that_opens_without_a_password_is_read() -> None:
    assert "Ardoise" in pdf(pdf_file(BODY), "a.pdf").text
