"""Archives, mailboxes, tables, books, WARC: all articles in them, and a line for each that is bad."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from ingest.containers.rows import columns_of
from ingest.errors import SourceError
from ingest.opening import opened, whole_of
from ingest.raw import LARGEST
from ingest.sources import Unread, number_of, read_articles
from ontology.records import Article
from tests.ingest.containers_made import book, mail, mailbox, page, saved, tarred, warc, word, zipped
from tests.ingest.samples import pdf_file

LONG = ["Ardoise supplies photonic chips to Brume, the two companies said on Tuesday in a joint statement from Lyon."] * 3
TEXT = "Ardoise buys Brume\n\nArdoise said on Monday that it buys Brume.\n"
PAGE = page("Ardoise buys Brume", *LONG)
ZEROS = bytes(30_000_000)


def read(tmp_path: Path, name: str, data: bytes, **options: str) -> list[Article | Unread]:
    path = tmp_path / name
    path.write_bytes(data)
    return list(read_articles([path], columns=options))


def good(found: list[Article | Unread]) -> list[Article]:
    assert [one for one in found if isinstance(one, Unread)] == []
    return [one for one in found if isinstance(one, Article)]


MEMBERS = {
    "a.txt": TEXT.encode(),
    "b/c.html": PAGE,
    "b/d.eml": mail("Chips", TEXT),
    "e.png": b"\x89PNG",
    ".hidden.txt": b"x",
    "__MACOSX/a.txt": b"x",
}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.zip", zipped(MEMBERS)),
        ("x", zipped(MEMBERS)),
        ("x.tar", tarred(MEMBERS)),
        ("x.tar.gz", tarred(MEMBERS, mode="w:gz")),
        ("x.tgz", tarred(MEMBERS, mode="w:gz")),
        ("x.tar.bz2", tarred(MEMBERS, mode="w:bz2")),
        ("x.txz", tarred(MEMBERS, mode="w:xz")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_archive_gives_the_articles_in_it(tmp_path: Path, name: str, data: bytes) -> None:
    found = good(read(tmp_path, name, data))
    assert [article.source.removeprefix(str(tmp_path / name)) for article in found] == ["!/a.txt", "!/b/c.html", "!/b/d.eml"]
    assert found[0].text == TEXT.strip()
    assert (found[1].publisher, found[1].published) == ("Le Fil", "2031-07-01")


def test_archives_may_lie_in_archives_and_on_standard_input() -> None:
    data = zipped({"in.zip": zipped(MEMBERS), "mail.mbox": mailbox(mail("Chips", TEXT))})
    found = good(list(read_articles(["-"], stdin=BytesIO(data))))
    assert [article.source for article in found] == ["-!/in.zip!/a.txt", "-!/in.zip!/b/c.html", "-!/in.zip!/b/d.eml", "-!/mail.mbox!/1"]


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)])
def test_a_packed_file_is_what_it_unpacks_to(tmp_path: Path, suffix: str, pack: object) -> None:
    assert callable(pack)
    (article,) = good(read(tmp_path, f"a.md{suffix}", pack(TEXT.encode())))
    assert (article.text, article.source) == (TEXT.strip(), str(tmp_path / f"a.md{suffix}"))
    lines = json.dumps({"text": TEXT, "title": "One"}) + "\n" + json.dumps({"text": TEXT + "More.", "title": "Two"})
    assert [article.title for article in good(read(tmp_path, f"a.jsonl{suffix}", pack(lines.encode())))] == ["One", "Two"]


def test_an_e_mail_is_an_article_of_its_sender(tmp_path: Path) -> None:
    (article,) = good(read(tmp_path, "a.eml", mail("Ardoise rachète Brume", "Le groupe Ardoise a annoncé lundi le rachat de Brume.")))
    assert (article.title, article.publisher, article.published, article.lang) == ("Ardoise rachète Brume", "Le Fil", "2031-07-01", "fr")
    assert article.text == "Le groupe Ardoise a annoncé lundi le rachat de Brume."


def test_a_letter_from_a_machines_year_1601_is_undated_and_so_is_what_is_attached(tmp_path: Path) -> None:
    letter = mail("Enclosed", "Please read what is enclosed.", attached=[("two.pdf", pdf_file([LONG[0]]))])
    found = good(read(tmp_path, "a.eml", letter.replace(b"Tue, 01 Jul 2031", b"Mon, 01 Jan 1601")))
    assert [(article.publisher, article.published) for article in found] == [("Le Fil", None)] * 2


def test_articles_attached_to_an_e_mail_are_articles(tmp_path: Path) -> None:
    files = [("one.html", PAGE), ("../two.docx", word(LONG[0])), ("one.html", PAGE.replace(b"Monday", b"Friday")), ("logo.png", b"\x89PNG")]
    found = read(tmp_path, "a.eml", mail("Enclosed", "Please read what is enclosed.", attached=files))
    letter, one, two, again = good(found)
    at = str(tmp_path / "a.eml")
    assert [article.source for article in (letter, one, two)] == [at, f"{at}!/one.html", f"{at}!/two.docx"]
    assert again.source.startswith(f"{at}!/")
    assert again.source.endswith("-one.html")
    assert letter.text.strip() == "Please read what is enclosed."
    assert LONG[0] in one.text
    assert LONG[0] in two.text
    assert two.publisher == "Le Fil"  # nothing else says


def test_a_letter_without_words_is_what_is_attached_to_it(tmp_path: Path) -> None:
    pages = [("one.html", PAGE)]
    (article,) = good(read(tmp_path, "a.zip", zipped({"a.eml": mail("Enclosed", "", attached=pages)})))
    assert article.source.endswith("a.zip!/a.eml!/one.html")
    (bad,) = read(tmp_path, "b.eml", mail("Enclosed", "", attached=[("broken.pdf", b"%PDF-1.4 not so")]))
    assert isinstance(bad, Unread)
    assert bad.source.endswith("b.eml!/broken.pdf")


def test_a_sender_that_cannot_be_taken_apart_says_nothing_of_what_is_attached(tmp_path: Path) -> None:
    letter = mail("Enclosed", "Please read.", attached=[("one.html", PAGE)])
    head, sender, rest = letter.partition(b"From: Le Fil <news@fil.example>")
    assert sender
    assert good(read(tmp_path, "a.eml", head + b"From: " + b"(" * 5000 + rest))


def test_a_newsletter_laid_out_in_tables_keeps_all_its_text(tmp_path: Path) -> None:
    cells = "".join(f"<tr><td><h2>Part {n}</h2><p>{LONG[0]} It was part {n}.</p></td><td><img src=x></td></tr>" for n in range(4))
    (article,) = good(
        read(tmp_path, "a.eml", mail("Weekly", "See it in your browser", html=f"<html><body><table>{cells}</table></body></html>"))
    )
    assert [f"It was part {n}." in article.text for n in range(4)] == [True] * 4
    assert "browser" not in article.text
    assert "<" not in article.text


def test_a_mailbox_gives_each_letter(tmp_path: Path) -> None:
    letters = [mail(f"Letter {n}", f"Ardoise buys Brume.\n\nFrom now on it is the {n}th.\n") for n in range(3)]
    found = good(read(tmp_path, "a.mbox", mailbox(*letters)))
    assert [article.title for article in found] == ["Letter 0", "Letter 1", "Letter 2"]
    assert found[2].text == "Ardoise buys Brume.\n\nFrom now on it is the 2th."
    assert found[2].source.endswith("a.mbox!/3")


def test_a_saved_page_is_read_as_the_page(tmp_path: Path) -> None:
    (article,) = good(read(tmp_path, "a.mhtml", saved(PAGE)))
    (same,) = good(read(tmp_path, "a.html", PAGE))
    assert (article.text, article.title, article.publisher) == (same.text, same.title, "Le Fil")
    (bare,) = good(read(tmp_path, "b.mht", saved(f"<html><body><article><p>{'</p><p>'.join(LONG)}</p></article></body></html>".encode())))
    assert bare.publisher == "fil.example"


def test_a_word_file_keeps_headings_rows_and_accepted_changes(tmp_path: Path) -> None:
    gone = '<w:del w:id="2"><w:r><w:delText>It refused.</w:delText></w:r></w:del>'
    added = f'<w:p><w:ins w:id="1"><w:r><w:t>Brume agreed.</w:t></w:r></w:ins>{gone}</w:p>'
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("Ardoise", "30"))
    data = word("# Ardoise buys Brume", LONG[0], title="Ardoise buys", more=added + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    (article,) = good(read(tmp_path, "a.docx", data))
    assert article.text == f"# Ardoise buys Brume\n\n{LONG[0]}\n\nBrume agreed.\n\n| Ardoise | 30 |"
    assert (article.title, article.published) == ("Ardoise buys", "2031-07-01")


def test_a_book_gives_its_chapters(tmp_path: Path) -> None:
    text = "".join(f"<p>{line}</p>" for line in LONG)
    found = good(
        read(tmp_path, "a.epub", book({"cover": "<p>The Weekly</p>", "one": f"<h1>Chips</h1>{text}", "two": f"<h1>Funds</h1>{text}"}))
    )
    assert [(article.title, article.publisher, article.published, article.lang) for article in found] == [
        ("Chips", "The Week", "2031-07-01", "en"),
        ("Funds", "The Week", "2031-07-01", "en"),
    ]
    assert found[0].source.endswith("a.epub!/OEBPS/one.xhtml")


@pytest.mark.parametrize("packed", [True, False])
def test_a_warc_archive_gives_the_pages_that_were_answered(tmp_path: Path, packed: bool) -> None:  # noqa: FBT001 - a case
    answers = {
        "https://fil.example/1": ("200 OK", "text/html; charset=utf-8", PAGE),
        "https://fil.example/gone": ("404 Not Found", "text/html", PAGE),
        "https://fil.example/x.png": ("200 OK", "image/png", b"\x89PNG"),
        "https://fil.example/2.pdf": ("200 OK", "application/pdf", pdf_file(["Ardoise buys Brume."])),
    }
    found = good(read(tmp_path, "a.warc.gz" if packed else "a.warc", warc(answers, packed=packed)))
    assert [article.source for article in found] == ["https://fil.example/1", "https://fil.example/2.pdf"]


ROW = {"headline": "Ardoise buys Brume", "Body": TEXT, "url": "https://www.fil.example/1", "Date": "1 July 2031", "language": "en-GB"}


def test_lines_of_json_are_articles(tmp_path: Path) -> None:
    (article,) = good(read(tmp_path, "a.jsonl", json.dumps(ROW).encode()))
    assert article == Article(TEXT.strip(), "https://www.fil.example/1", "Ardoise buys Brume", "fil.example", "2031-07-01", "en")
    assert [a.id for a in good(list(read_articles(["-"], stdin=BytesIO(json.dumps(ROW).encode()))))] == [article.id]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_rows_of_a_table_are_articles(tmp_path: Path, delimiter: str) -> None:
    cells = delimiter.join(f'"{cell}"' for cell in ROW.values())
    data = "\ufeff" + delimiter.join(ROW) + "\r\n" + cells + "\r\n\r\n"
    (article,) = good(read(tmp_path, "a.csv", data.encode()))
    assert article == Article(TEXT.strip(), "https://www.fil.example/1", "Ardoise buys Brume", "fil.example", "2031-07-01", "en")


def test_columns_can_be_named(tmp_path: Path) -> None:
    data = json.dumps({"x": PAGE.decode(), "text": "summary", "t": "Chips"}).encode()
    (article,) = good(read(tmp_path, "a.ndjson", data, **columns_of("html=x, title=t, text=none")))
    assert (article.title, article.publisher) == ("Chips", "Le Fil")
    assert article.source == f"{tmp_path / 'a.ndjson'}:1"
    for wrong in ("text", "body=text", "text="):
        with pytest.raises(SourceError, match=f"'{wrong}' maps no column: give FIELD=COLUMN, with one of text, html, title"):
            columns_of(wrong)


def test_patterns_name_files(tmp_path: Path) -> None:
    for name in ("a.txt", "b/c.txt", "b/d/e.txt", "b/f.csv", "[1].txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"text\n{TEXT} {name}", encoding="utf-8")

    def named(pattern: str) -> list[str]:
        return [str(Path(one.source).relative_to(tmp_path)) for one in read_articles([str(tmp_path / pattern)])]

    assert named("**/*.txt") == ["[1].txt", "a.txt", "b/c.txt", "b/d/e.txt"]
    assert named("b/?.txt") == ["b/c.txt"]
    assert named("[[]1].txt") == named("[1].txt") == ["[1].txt"]
    assert named("?") == ["b/c.txt", "b/d/e.txt"]
    (unread,) = read_articles([str(tmp_path / "*.pdf")])
    assert isinstance(unread, Unread)
    assert unread.reason.endswith("*.pdf' matches nothing: give a pattern as 'news/**/*.html', in quotation marks")


def test_the_number_of_articles_is_told_where_it_is_known(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert number_of([tmp_path]) == 2
    (tmp_path / "c.zip").write_bytes(zipped(MEMBERS))
    assert number_of([tmp_path]) is None


def bomb(inner: int) -> bytes:
    """Archives in archives, ten in each."""
    data = zipped({f"{n}.txt": b"a " * 2_000_000 for n in range(10)})
    for _ in range(inner):
        data = zipped({f"{n}.zip": data for n in range(10)})
    return data


BAD: list[tuple[str, bytes, str]] = [
    ("cut.zip", zipped(MEMBERS)[:-40], "is a broken ZIP archive (File is not a zip file): pack it anew"),
    ("words.zip", b"no archive", "is a broken ZIP archive (File is not a zip file): pack it anew"),
    ("none.zip", zipped({"a.png": b"x"}), "holds no articles: it should hold files that end in .txt"),
    ("void.zip", zipped({}), "holds no articles"),
    ("bomb.zip", zipped({"a.txt": ZEROS}), "bytes that unpack to 30000000, more than 200 times as many: give the articles unpacked"),
    ("up.zip", zipped({"../../a.txt": b"x"}), "!/../../a.txt names a place outside its archive: pack the file under a name of its own"),
    ("root.zip", zipped({"/etc/a.txt": b"x"}), "!//etc/a.txt names a place outside its archive"),
    ("deep.zip", zipped({"1.zip": zipped({"2.zip": zipped({"3.zip": zipped(MEMBERS)})})}), "!/1.zip!/2.zip!/3.zip lies 3 archives deep"),
    ("large.zip", zipped({"a.txt": bytes(LARGEST + 1)}, packing=zipfile.ZIP_STORED), "!/a.txt is larger than 50 MB: give one article"),
    ("cut.tar", tarred({"a.png": ZEROS})[:20_000], "is a broken tar archive (unexpected end of data): pack it anew"),
    ("words.tar", b"no archive" * 100, "is a broken tar archive"),
    ("cut.tar.gz", tarred({"a.txt": TEXT.encode() * 9}, mode="w:gz")[:-30], "is a broken tar archive (Compressed file ended before"),
    ("bomb.tar.gz", tarred({"a.png": ZEROS}, mode="w:gz"), "unpacks to more than 200 times its size: give the articles unpacked"),
    ("up.tar", tarred({"../a.txt": b"x"}), "!/../a.txt names a place outside its archive"),
    ("link.tar", tarred({}, links={"a.txt": "/etc/passwd"}), "!/a.txt is a link: pack the file itself"),
    ("bomb.txt.gz", gzip.compress(ZEROS), "unpacks to more than 200 times its size"),
    ("cut.txt.gz", gzip.compress(TEXT.encode())[:-9], "is a broken packed file (Compressed file ended before"),
    ("crc.txt.xz", lzma.compress(TEXT.encode())[:-9] + b"123456789", "is a broken packed file"),
    ("bomb.warc.gz", warc({"http://x.example/": ("200 OK", "text/html", ZEROS)}), "unpacks to more than 200 times its size"),
    ("words.warc", b"no archive\n" * 9, "is a broken WARC archive"),
    ("none.warc", warc({}, packed=False), "holds no articles"),
    ("words.mbox", b"Dear Ada,\n", "is no mailbox, whose first line starts with 'From ': export it as mbox"),
    ("empty.mbox", b"", "is no mailbox"),
    ("words.eml", b"Dear Ada,\n\nhello", "is no e-mail, it has neither From, Subject nor Date: save the whole message"),
    ("bare.eml", mail("Chips", ""), "is empty: an article has at least one sentence"),
    ("picture.eml", b"From: a@b.example\nContent-Type: image/png\n\nxx", "is an e-mail without text (of type image/png)"),
    ("void.eml", mail("Chips", "", html="<img src=x>"), "is an e-mail without text: an article has at least one sentence"),
    ("locked.eml", b"From: a@b.example\nContent-Type: multipart/encrypted; boundary=b\n\n--b--", "is an encrypted e-mail: save its text"),
    ("words.mhtml", b"From: x\n\nhello", "is no page saved as MHTML, it has no part of type text/html: save the page anew"),
    ("menu.mhtml", saved(b"<html><nav>Home</nav></html>"), "is a page without the text of an article"),
    ("words.docx", b"no file of Word", "is a broken Word file (File is not a zip file): save it anew, or give its text"),
    ("void.docx", word(), "is a Word file without text: an article has at least one sentence"),
    ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is a file of Word 97: save it as .docx"),
    ("locked.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "is a Word file that asks for a password"),
    ("bomb.docx", zipped({"word/document.xml": ZEROS}), "bytes that unpack to 30000000, more than 200 times as many"),
    ("words.epub", b"no book", "is a broken EPUB (File is not a zip file): fetch it anew, or give its text"),
    ("bare.epub", zipped({"a.txt": b"x"}), "is a broken EPUB"),
    ("locked.epub", book({}, locked=True), "is a book under lock (DRM): give one without"),
    ("void.epub", book({"one": "<p>Cover</p>"}), "is a book without text"),
    ("words.jsonl", b"Dear Ada,", ":1 is no JSON (Expecting value: line 1 column 1 (char 0)): give one object a line"),
    ("list.jsonl", b"[1, 2]", ":1 is a JSON list: give one object a line, with the fields of one article"),
    ("other.jsonl", b'{"name": "x", "n": 1}', ":1 has no column that is called as text is (it has name, n): name it with --columns"),
    ("blank.jsonl", b'{"text": "  "}', ":1 has no words in its column of text: give an article a line"),
    ("number.jsonl", b'{"text": 12}', ":1 has no words in its column of text"),
    ("other.csv", b"name,n\nx,1\n", "has no column that is called as text is (it has name, n): name it with --columns text=NAME"),
    ("blank.csv", b"text,n\n,1\n", ":2 has no words in its column of text: give an article a line"),
    ("empty.csv", b"", "has no column that is called as text is (it has none)"),
    ("blob.csv", b"text\n\0\1\2\3\n", "is binary, not text"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "reason"), BAD, ids=[name for name, *_ in BAD])
def test_what_is_bad_is_one_line_with_a_remedy(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / "z.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / name).write_bytes(data)
    found = list(read_articles([tmp_path / name, tmp_path / "z.txt"]))
    (unread,) = [one for one in found if isinstance(one, Unread)]
    assert reason in unread.reason
    assert unread.reason.startswith(str(tmp_path / name))
    assert "\n" not in unread.reason
    assert [one.text for one in found if isinstance(one, Article)] == [TEXT.strip()]


def test_one_bad_member_never_stops_the_others(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT.encode(), "b.txt": b"x" * 99, "c.txt": TEXT.encode() + b"More."}, packing=zipfile.ZIP_STORED))
    data[data.index(b"xxx")] = 0  # its checksum is wrong now
    first, second, third = read(tmp_path, "a.zip", bytes(data))
    assert isinstance(first, Article)
    assert isinstance(second, Unread)
    assert re.search(r"a.zip!/b.txt is damaged in its archive \(Bad CRC-32 for file 'b.txt'\): pack it anew$", second.reason)
    assert isinstance(third, Article)


def test_a_locked_member_is_named(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT.encode()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (unread,) = read(tmp_path, "a.zip", bytes(data))
    assert isinstance(unread, Unread)
    assert unread.reason.endswith("a.zip!/a.txt asks for a password: pack it without one")


def test_bad_lines_never_stop_the_others(tmp_path: Path) -> None:
    lines = [json.dumps({"text": TEXT}), "{", json.dumps({"text": TEXT + "More."})]
    assert [type(one) for one in read(tmp_path, "a.jsonl", "\n".join(lines).encode())] == [Article, Unread, Article]
    assert [type(one) for one in read(tmp_path, "a.csv", f'text\n"{TEXT}"\n" "\n\nx y\n'.encode())] == [Article, Article]


def test_what_was_read_before_an_archive_breaks_is_kept(tmp_path: Path) -> None:
    data = tarred({"a.txt": TEXT.encode(), "b.txt": TEXT.encode() * 400})
    assert [type(one) for one in read(tmp_path, "a.tar", data[:3000])] == [Article, Unread]
    pages = {f"http://x.example/{n}": ("200 OK", "text/html", PAGE) for n in range(3)}
    found = read(tmp_path, "a.warc.gz", warc(pages)[:-60])
    assert [type(one) for one in found] == [Article, Article, Unread]


@pytest.mark.parametrize("depth", [1, 2])
def test_archives_in_archives_have_one_budget(depth: int) -> None:
    data = bomb(depth)
    source = opened(whole_of(BytesIO(data), "a.zip", ".zip", columns={}, size=len(data)))
    given = 0
    for one in source:
        given += 0 if isinstance(one, Unread) else len(one.data)
    assert given <= max(10 * 1024**2, 200 * len(data))
