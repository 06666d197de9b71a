from __future__ import annotations

import os
import socket
from io import BytesIO
from pathlib import Path

import pytest

from ingest.errors import SourceEmpty, SourceError, SourceMissing, SourceProtected, SourceTooLarge, SourceUnreadable
from ingest.sources import LARGEST, SUFFIXES, Unread, find_sources, read_article, read_articles
from ontology.records import Article
from tests.ingest.samples import PAGE, pdf_file

TEXT = "# Ardoise rachète Brume\n\nLe groupe **Ardoise** a annoncé lundi le rachat de la jeune pousse Brume.\n"
LINES = ["Le groupe Ardoise a annoncé lundi le rachat de Brume."]


def put(path: Path, data: str | bytes = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_a_text_is_an_article_as_it_stands(tmp_path: Path) -> None:
    path = put(tmp_path / "a.md", "\ufeff" + TEXT.replace("\n", "\r\n"))
    article = read_article(path)
    assert article == Article(TEXT.strip(), str(path), "Ardoise rachète Brume", None, None, "fr")


def test_a_front_matter_speaks_for_its_article(tmp_path: Path) -> None:
    head = "---\ntitle: Le pari\nsite: Le Fil\ndate: 2024-07-27T10:00:00Z\nlanguage: en-GB\n---\n\n"
    article = read_article(put(tmp_path / "a.txt", head + TEXT))
    assert (article.text, article.title, article.publisher, article.published, article.lang) == (
        TEXT.strip(),
        "Le pari",
        "Le Fil",
        "2024-07-27",
        "en",
    )


def test_what_is_given_wins(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", f"---\nsite: Le Fil\ndate: 2024-07-27\nlang: en\n---\n{TEXT}")
    (article,) = read_articles([path], publisher="Agence", published="2025-01", lang="fr-CA")
    assert isinstance(article, Article)
    assert (article.publisher, article.published, article.lang) == ("Agence", "2025-01", "fr")


def test_a_given_date_or_language_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(SourceError, match=r"^'soon' is no date of publication: give YYYY, YYYY-MM or YYYY-MM-DD, of 1800 or later$"):
        read_articles([], published="soon")
    with pytest.raises(SourceError, match=r"^'french' is no language: give a code of ISO 639-1, as en or fr$"):
        read_articles([], lang="french")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ardoise rachète Brume\n\nLe groupe a signé.", "Ardoise rachète Brume"),
        ("CHOLET\nArdoise rachète Brume\n\nLe groupe a signé.", "Ardoise rachète Brume"),
        ("Accueil > Économie > Puces\n\nArdoise rachète **Brume**\n\nPar Ada Lin\n\nLe groupe a signé.", "Ardoise rachète Brume"),
        ("Puces\n\n# Ardoise rachète Brume\n\nLe groupe a signé.", "Ardoise rachète Brume"),
        ("Le groupe Ardoise a signé avec Brume, et la suite est longue. " * 9, None),
    ],
)
def test_a_title_is_found_at_the_top(tmp_path: Path, text: str, title: str | None) -> None:
    assert read_article(put(tmp_path / "a.txt", text)).title == title


def test_every_format_is_read_by_name_or_by_what_it_holds(tmp_path: Path) -> None:
    page, paper = PAGE.format(charset="utf-8").encode(), pdf_file(LINES)
    named = [put(tmp_path / "a.html", page), put(tmp_path / "b.HTM", page), put(tmp_path / "c.pdf", paper)]
    bare = [put(tmp_path / "page", page), put(tmp_path / "paper.dat", paper), put(tmp_path / "notes.log")]
    for path in named + bare:
        article = read_article(path)
        assert "Ardoise" in article.text
        assert article.text.count("<") == 0
        assert article.lang == "fr"


def test_folders_are_searched_in_order_and_each_file_comes_once(tmp_path: Path) -> None:
    wanted = [put(tmp_path / name) for name in ("a.txt", "b/c.MD", "b/d/e.html", "f.pdf")]
    for name in ("z.json", ".hidden.txt", ".git/x.txt", "b/noext"):
        put(tmp_path / name)
    found = list(find_sources([tmp_path, wanted[0], str(tmp_path / "b")]))
    assert sorted(map(str, found)) == sorted(map(str, wanted))
    assert found == list(find_sources([tmp_path]))


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert list(find_sources([tmp_path])) == [tmp_path / "a.txt"]


def test_one_bad_source_never_stops_the_others(tmp_path: Path) -> None:
    paths = [
        put(tmp_path / "a.txt"),
        put(tmp_path / "b.txt", b"\0"),
        tmp_path / "missing.txt",
        tmp_path / "empty",
        put(tmp_path / "c.txt", TEXT + "Et plus."),
    ]
    (tmp_path / "empty").mkdir()
    found = list(read_articles(paths))
    assert [type(one) for one in found] == [Article, Unread, Unread, Unread, Article]
    assert [one.source for one in found] == list(map(str, paths))


def test_standard_input_is_read_as_what_it_holds() -> None:
    for data in (TEXT.encode(), PAGE.format(charset="utf-8").encode(), pdf_file(LINES)):
        (article,) = read_articles(["-"], stdin=BytesIO(data), publisher="Le Fil")
        assert isinstance(article, Article)
        assert (article.source, article.publisher, article.lang) == ("-", "Le Fil", "fr")


@pytest.mark.parametrize(
    ("stdin", "reason"), [(None, "- stands for standard input, which is not at hand here"), (BytesIO(b" \n"), "standard input is empty")]
)
def test_standard_input_can_be_bad_too(stdin: BytesIO | None, reason: str) -> None:
    (unread,) = read_articles(["-"], stdin=stdin)
    assert isinstance(unread, Unread)
    assert unread.reason.startswith(reason)


BAD: list[tuple[str, bytes, type[SourceError], str]] = [
    ("empty.txt", b"", SourceEmpty, "is empty: an article has at least one sentence"),
    ("blank.md", b" \r\n\t", SourceEmpty, "is empty"),
    ("head.md", b"---\ntitle: x\n---\n\n", SourceEmpty, "has a front matter and nothing behind it"),
    ("blob.txt", b"\x7fELF\0\1\2", SourceUnreadable, "is binary, not text: give a text"),
    ("sjis.txt", "会社は新しいチップを発表".encode("shift_jis"), SourceUnreadable, "save it as UTF-8"),
    ("locked.pdf", pdf_file(LINES, password="secret"), SourceProtected, "asks for a password: save it without one"),  # noqa: S106 - a sample
    ("scan.pdf", pdf_file([]), SourceEmpty, r"is a PDF of 1 page\(s\) without text, a scan perhaps: run OCR on it first"),
    ("cut.pdf", b"%PDF-1.4\n1 0 obj\n<<", SourceUnreadable, "is a broken PDF"),
    ("named.pdf", b"no pdf at all", SourceUnreadable, "is a broken PDF"),
    ("menu.html", b"<html><body><nav><a href=/>Home</a></nav></body></html>", SourceEmpty, "is a page without the text of an article"),
    ("blob.html", b"<html>\0\0\0", SourceUnreadable, "is binary"),
]


@pytest.mark.parametrize(("name", "data", "error", "reason"), BAD, ids=[name for name, *_ in BAD])
def test_bad_files_are_named_with_a_remedy(tmp_path: Path, name: str, data: bytes, error: type[SourceError], reason: str) -> None:
    path = put(tmp_path / name, data)
    with pytest.raises(error, match=reason) as caught:
        read_article(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)
    assert list(read_articles([path])) == [Unread(str(path), str(caught.value))]


def test_a_huge_file_is_refused_by_its_size(tmp_path: Path) -> None:
    path = put(tmp_path / "huge.txt", b"")
    os.truncate(path, 200 * 1024**2)
    with pytest.raises(SourceTooLarge, match=r"huge.txt is larger than 50 MB: give one article a file"):
        read_article(path)
    (unread,) = read_articles(["-"], stdin=BytesIO(bytes(LARGEST + 1)))
    assert isinstance(unread, Unread)
    assert unread.reason == "standard input is larger than 50 MB: give one article a file"


def test_a_path_to_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match=r"gone.txt does not exist: give the path of a file or folder"):
        read_article(tmp_path / "gone.txt")
    for name in ("gone.txt", "gone/deep.txt", "nul\0.txt"):
        (unread,) = find_sources([tmp_path / name])
        assert isinstance(unread, Unread)
        assert "does not exist" in unread.reason
        assert "\0" not in unread.reason


def test_a_name_that_is_too_long_is_one_line(tmp_path: Path) -> None:
    (unread,) = read_articles([tmp_path / ("x" * 300)])
    assert isinstance(unread, Unread)
    assert "cannot be read (File name too long)" in unread.reason


def test_a_link_to_nothing_says_where_it_leads(tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "gone.txt")
    with pytest.raises(SourceMissing, match=r"link.txt is a link to .*gone.txt, which does not exist: mend the link"):
        read_article(link)
    assert [type(one) for one in read_articles([tmp_path])] == [Unread]


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(SourceUnreadable, match=r"a.txt cannot be read \(Too many levels of symbolic links\)"):
        read_article(tmp_path / "a.txt")


def test_what_is_no_regular_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        for path, kind in (
            (tmp_path / "pipe.txt", "a named pipe"),
            (tmp_path / "socket.txt", "a socket"),
            (Path("/dev/zero"), "a device"),
            (tmp_path, "a folder"),
        ):
            with pytest.raises(SourceUnreadable, match=f"is {kind}, not a file: give a text, Markdown, HTML or PDF file"):
                read_article(path)


def test_a_file_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "a.txt")
    path.chmod(0)
    if os.geteuid() == 0:  # root may read all: only the system's answer can be played
        monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(SourceUnreadable, match=r"a.txt cannot be read \(Permission denied\): give a file that this user may read"):
        read_article(path)


def refuse(path: Path, *_: object) -> int:
    raise PermissionError(13, "Permission denied", str(path))


def test_a_folder_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir(mode=0)
    if os.geteuid() == 0:
        monkeypatch.setattr(os, "scandir", refuse)
    (unread,) = find_sources([folder])
    assert isinstance(unread, Unread)
    assert unread.reason == f"{folder} cannot be opened (Permission denied): give this user the right to read it"


def test_a_folder_without_articles_says_what_it_should_hold(tmp_path: Path) -> None:
    put(tmp_path / "a.json")
    (unread,) = find_sources([tmp_path])
    assert unread == Unread(
        str(tmp_path), f"{tmp_path} is a folder without articles: it should hold files that end in {', '.join(SUFFIXES)}"
    )
