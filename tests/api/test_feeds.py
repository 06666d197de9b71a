"""The file of sources to watch: what it may say, and one line for each way in which it is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.cli.feeds import read_feeds
from api.errors import BadSetting

GOOD = """\
every = "2h"
lang = "fr"

[[source]]
name = "Le Fil"
from = "https://www.example.org/feed.xml"
every = "15m"
silent_after = "1d"

[[source]]
name = "saved"
from = ["inbox", "/var/news/*.eml"]
publisher = "Courrier"
lang = "en"
"""
SOURCE = '[[source]]\nname = "a"\nfrom = "b"\n'
BAD = {
    "no TOML": ("every = 1h", r"cannot be read as TOML \(.*line 1"),
    "no source": ('every = "1h"', r"names no source: expected tables \[\[source\]\]"),
    "a source that is a table": ("[source]\nname = 'a'", r"names no source"),
    "an unknown word": ("evry = '1h'\n" + SOURCE, "has 'evry': known are every, silent_after, publisher, lang, columns"),
    "an unknown word of a source": (SOURCE + "url = 'x'", ", source 1 has 'url': known are name, from, every"),
    "no name": ("[[source]]\nfrom = 'b'", ", source 1 has no name: expected"),
    "no place": (SOURCE + "[[source]]\nname = 'c'", ", source 2 has no from: expected a name, and from = an address"),
    "a name twice": (SOURCE * 2, "has two sources of the name 'a'"),
    "an interval in words": (SOURCE + "every = 'often'", "source 1 has every = 'often': expected a span from \"1m\""),
    "an interval in numbers": (SOURCE + "every = 3600", "has every = 3600: expected a span"),
    "too often": (SOURCE + "every = '5s'", 'has every = \'5s\': expected a span from "1m" to "366d"'),
    "silence sooner than the next look": (SOURCE + "silent_after = '30m'", r"\(a\) is silent before it is read again"),
    "an empty list": ("[[source]]\nname = 'a'\nfrom = []", r"has from = \[\]: expected an address, a path"),
    "standard input": ("[[source]]\nname = 'a'\nfrom = '-'", "has from = '-'"),
    "a language that is none": (SOURCE + "lang = 'klingon'", "source 1: lang is 'klingon', no language: expected a code"),
    "a publisher that is a number": (SOURCE + "publisher = 3", "has publisher = 3: expected text"),
    "columns that are none": (SOURCE + "columns = 'body'", "source 1: .*'body'"),
}


def test_what_stands_above_is_for_all_and_a_source_may_say_otherwise(tmp_path: Path) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text(GOOD, encoding="utf-8")
    fil, saved = read_feeds(file)
    assert (fil.name, fil.paths, fil.every, fil.silent_after) == ("Le Fil", ("https://www.example.org/feed.xml",), 900, 86400)
    assert (fil.lang, fil.publisher) == ("fr", None)
    assert (saved.paths, saved.every, saved.silent_after) == ((str(tmp_path / "inbox"), "/var/news/*.eml"), 7200, 3 * 86400)
    assert (saved.lang, saved.publisher) == ("en", "Courrier")


@pytest.mark.parametrize("fault", BAD)
def test_each_fault_is_one_line_that_names_it(fault: str, tmp_path: Path) -> None:
    text, words = BAD[fault]
    file = tmp_path / "feeds.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadSetting) as said:
        read_feeds(file)
    assert str(said.value).startswith(str(file))
    assert re.search(words, str(said.value))
    assert "\n" not in str(said.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"none\.toml cannot be read as TOML \(No such file or directory\)"):
        read_feeds(tmp_path / "none.toml")
