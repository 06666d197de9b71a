from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.addresses import web_address
from ontology.errors import RecordError
from tests.graph.samples import article


@pytest.mark.parametrize(
    "address",
    ["https://lefil.example/a", "http://127.0.0.1:8000/a?b=c#d", "https://été.example/à-la-une", "HTTPS://lefil.example", "http://[::1]/a"],
)
def test_an_absolute_address_of_the_web_is_kept_as_it_is(address: str) -> None:
    assert web_address(f"  {address}\n") == address


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JavaScript://lefil.example/%0aalert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://a.example/b"),
        *(
            "/a/b",
            "//lefil.example/a",
            "lefil.example/a",
            "https://",
            "https:///a",
            "http://[",
            "http://a.example:99999/",
            "https:lefil",
            "",
        ),
        *("https://bank.example@evil.example/", "https://a.example/\u202ex", "https://a.example/a b", 'https://a.example/"><script>'),
        *("https://a.example/\x00", "https://a.example/\ud800", "https://a.example/" + "a" * 2000, None, 5, ["https://a.example/"]),
    ],
)
def test_anything_else_is_none(address: object) -> None:
    assert web_address(address) is None


def test_an_article_with_another_kind_of_address_is_refused() -> None:
    with pytest.raises(RecordError, match=r"the article from 'a' has the canonical 'javascript:alert\(1\)': expected an absolute address"):
        replace(article("Words.", source="a"), canonical="javascript:alert(1)")


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "https://a.example/"]))
def test_no_text_stops_it(text: str, start: str) -> None:
    found = web_address(start + text)
    assert found is None or found.lower().startswith(("http://", "https://"))
