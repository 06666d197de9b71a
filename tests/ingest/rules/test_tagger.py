"""The tagger that ships, on sentences of its own, and how it cuts an article into windows."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.rules.tagger import FOLDER, LABELS, LONGEST, Spoken, Tagged, frames, tagger
from ingest.rules.windows import TYPES

SAID = {
    "fr": ("Brivelac a racheté Ondamire en mars, selon Hortense Gaillac.", {"Brivelac": "Company", "Ondamire": "Company"}),
    "en": ("Thornwick bought Pelmar in March, Beatrice Holloway said.", {"Thornwick": "Company", "Pelmar": "Company"}),
    "de": ("Der Sensorhersteller Wolfratz hat die Softwarefirma Kesselbach übernommen.", {"Wolfratz": "Company", "Kesselbach": "Company"}),
    "es": ("La empresa Cornavel compró la consultora Ribeiral en marzo.", {"Cornavel": "Company", "Ribeiral": "Company"}),
}


def read(lang: str, *texts: str) -> Tagged:
    return tagger().read(texts, lang)


def named(lang: str, text: str) -> dict[str, str]:
    return {text[tag.start : tag.end]: TYPES[tag.shares.index(max(tag.shares))] for tag in read(lang, text).tags[0] if not tag.phrase}


@pytest.mark.parametrize("lang", SAID)
def test_names_that_no_list_has_are_seen_and_typed_in_four_languages(lang: str) -> None:
    text, wanted = SAID[lang]
    assert wanted.items() <= named(lang, text).items()


def test_people_and_products_are_told_from_firms_by_what_is_said_of_them() -> None:
    found = named("en", "Thornwick unveiled Calypso 3, a language model that its chief executive Beatrice Holloway called cheap.")
    assert found == {"Thornwick": "Company", "Calypso 3": "Product", "Beatrice Holloway": "Person"}


def test_common_german_nouns_are_no_names() -> None:
    assert named("de", "Die Zahlen der Firma sind gut, die Kunden und der Vorstand warten auf neue Maschinen.") == {}


def test_a_compound_is_tagged_up_to_its_hyphen() -> None:
    assert "Wolfratz" in named("de", "Der neue Wolfratz-Chef Jochen Adler verlässt den Konzern.")


def test_shares_are_shares_and_stretches_are_cut_from_their_block() -> None:
    text = "«\xa0L’IA d'OpenAI\xa0»\xa0: 30 % 😀 pour Hällris RF. Brivelac, elle, n’en veut pas."
    tags = read("fr", text).tags[0]
    assert {"OpenAI", "Brivelac"} <= {text[t.start : t.end] for t in tags}
    for before, tag in zip([None, *tags], tags, strict=False):
        assert sum(tag.shares) == pytest.approx(1.0)
        assert len(tag.shares) == len(TYPES)
        assert 0.0 < tag.sure <= 1.0
        assert text[tag.start : tag.end] == text[tag.start : tag.end].strip() != ""
        assert before is None or before.end <= tag.start


def test_the_same_text_is_tagged_alike_each_time_and_blocks_keep_their_own_places() -> None:
    texts = ("Brivelac se porte bien.", "", "Le chiffre d'affaires de Brivelac monte.")
    first, again = read("fr", *texts), read("fr", *texts)
    assert first.tags == again.tags
    assert [[text[t.start : t.end] for t in tags if not t.phrase] for text, tags in zip(texts, first.tags, strict=True)] == [
        ["Brivelac"],
        [],
        ["Brivelac"],
    ]


def test_a_phrase_is_held_against_the_names_before_it() -> None:
    text = "Brivelac a présenté ses comptes à la presse. Le groupe supprimera cent postes."
    seen = read("fr", text)
    phrase = next(tag for tag in seen.tags[0] if tag.phrase and text[tag.start : tag.end].lower().endswith("groupe"))
    here, there = seen.place(0, phrase.start), seen.place(0, text.index("Brivelac"))
    assert here is not None
    assert there is not None
    shares = seen.chosen(here, here, [Spoken([there], there, "Company")])
    assert sum(shares) == pytest.approx(1.0)
    assert shares[0] > 0.5
    assert seen.chosen(here, here, []) == [1.0]


def test_what_no_tag_covers_is_hardly_likely_and_a_name_is() -> None:
    text = "Brivelac a vendu trois machines."
    seen = read("fr", text)
    assert seen.likely(0, 0, len("Brivelac")) > 0.9
    assert seen.likely(0, text.index("machines"), len(text)) < 0.1


def test_nothing_comes_of_nothing() -> None:
    assert read("fr").tags == []
    assert read("fr", "", " ").tags == [[], []]
    assert read("fr", "").place(0, 0) is None


def test_a_very_long_sentence_is_read_as_far_as_a_window_reaches() -> None:
    text = "Brivelac a racheté Ondamire en mars" + ", puis une usine en avril" * 100 + ", selon Korvex."
    found = {text[t.start : t.end] for t in read("fr", text).tags[0]}
    assert {"Brivelac", "Ondamire"} <= found
    assert "Korvex" not in found


def test_windows_take_each_sentence_once_and_stay_within_their_size() -> None:
    sizes = [60, 50, 90, 40, 230, 10, 10, 10]
    found = list(frames(sizes, longest=LONGEST, context=80))
    assert [n for _, own in found for n in own] == list(range(len(sizes)))
    for before, own in found:
        assert before <= own[0]
        assert sum(sizes[before : own[0]]) <= 80
        assert sum(sizes[before : own[-1] + 1]) <= LONGEST
    assert [(before, list(own)) for before, own in frames([100, 100, 100], longest=230, context=80)] == [(0, [0, 1]), (2, [2])]
    assert [(before, list(own)) for before, own in frames([50, 100, 100], longest=160, context=80)] == [(0, [0, 1]), (2, [2])]
    assert list(frames([])) == []


def test_its_files_fit_together() -> None:
    with np.load(FOLDER / "heads.npz", allow_pickle=False) as data:
        width = tagger().words.rows.shape[1]
        assert data["tags.weight"].shape == (LABELS, width)
        assert data["link.0.weight"].shape[1] == 8 * width + sum(
            data[f"{name}.weight"].shape[1] for name in ("far", "rank", "times", "types")
        )
        assert all(np.isfinite(data[name]).all() for name in data.files)
