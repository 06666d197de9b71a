from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.decoding import decoded
from ingest.errors import SourceEmpty, SourceError, SourceUnreadable

TEXT = "L’été dernier, Ardoise a payé 30 € à « Brume » – un début.\nKelvin s'est tu.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_are_read(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding), "a.txt") == TEXT


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_utf_16_is_read_by_its_mark(mark: bytes, encoding: str) -> None:
    assert decoded(mark + TEXT.encode(encoding), "a.txt") == TEXT


def test_ends_of_line_become_one() -> None:
    assert decoded("a\r\nb\rc\n🤖".encode(), "a.txt") == "a\nb\nc\n🤖"


@pytest.mark.parametrize(
    "data",
    [
        "Компания объявила о покупке завода.".encode("cp1251"),
        "会社は新しいチップを発表しました。".encode("shift_jis"),
        "公司宣布收购芯片制造商".encode("gb2312"),
        "Η εταιρεία ανακοίνωσε την εξαγορά".encode("cp1253"),
        "Spółka ogłosiła przejęcie fabryki półprzewodników w Łodzi".encode("cp1250"),
        "Été".encode() + b"\x81\xff",
        TEXT.encode() + b"\xc3",
    ],
)
def test_what_gives_no_words_is_refused(data: bytes) -> None:
    with pytest.raises(SourceUnreadable, match=r"^a.txt is not UTF-8 \(byte \d+ is wrong\), and cp1252 gives no words: save it as UTF-8$"):
        decoded(data, "a.txt")


@pytest.mark.parametrize("data", [b"GIF89a\0\0", b"\x7fELF\x02\x01\x01\0", bytes(range(256)), b"text\0text", b"\x01\x02\x03" * 9])
def test_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(SourceUnreadable, match=r"^a.txt is binary, not text: give a text, Markdown, HTML or PDF file$"):
        decoded(data, "a.txt")


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", "\ufeff\n".encode(), "\xa0\u200b".encode()])
def test_blank_files_are_refused(data: bytes) -> None:
    with pytest.raises(SourceEmpty, match=r"^a.txt is empty"):
        decoded(data, "a.txt")


def test_a_broken_utf_16_file_says_where() -> None:
    with pytest.raises(SourceUnreadable, match=r"starts as utf-16.* but breaks at byte"):
        decoded(b"\xff\xfeA\x00\x00\xd8A", "a.txt")


@pytest.mark.parametrize(("declared", "expected"), [("iso-8859-2", "Łódź"), ("no-such", None), (None, None)])
def test_a_declared_encoding_is_tried(declared: str | None, expected: str | None) -> None:
    data = "Łódź".encode("iso-8859-2")
    if expected is None:
        with pytest.raises(SourceUnreadable):
            decoded(data, "a.html", declared=declared)
    else:
        assert decoded(data, "a.html", declared=declared) == expected


@given(st.binary(max_size=200))
def test_bytes_give_a_text_or_one_line_of_reason(data: bytes) -> None:
    try:
        found = decoded(data, "a.txt")
    except SourceError as error:
        found = str(error).replace("\n", "\r")
    assert "\r" not in found
