"""By keyboard alone from the empty search box to the sentences behind an edge, on a running server: how many keystrokes.

``python -m bench.keyboard http://127.0.0.1:8000 appl nvid [--says BumpGate] [--frames FOLDER]`` types the beginning of one entity's
name, goes to its edges, types the beginning of the other's, and opens the first sentence. ``--says`` fails unless a quote has this
word; ``--frames`` keeps a picture after each step.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.api.browsing import browser


class Keyboard:
    """Keys pressed in a page, counted; a chord is one."""

    def __init__(self, page: Page, frames: Path | None) -> None:
        self.page, self.frames = page, frames
        self.strokes, self.steps = 0, 0

    def press(self, key: str) -> None:
        """One keystroke."""
        self.page.keyboard.press(key)
        self.strokes += 1

    def spell(self, letters: str) -> None:
        """A keystroke for each letter."""
        for letter in letters:
            self.press(letter)

    def seen(self, step: str) -> None:
        """Say how far one has come, and keep a picture of it."""
        self.steps += 1
        print(f"{self.strokes:3} keystrokes: {step}", flush=True)
        if self.frames:
            self.page.screenshot(path=self.frames / f"{self.steps}.png")


def walked(page: Page, server: str, *, start: str, end: str, frames: Path | None) -> tuple[int, list[str]]:
    """The keystrokes, and the quotes that they led to."""
    page.goto(server)
    expect(page.locator(".hero").get_by_role("combobox")).to_be_focused()
    keyboard = Keyboard(page, frames)
    keyboard.seen("the start, with the focus in the search box")
    keyboard.spell(start)
    page.get_by_role("option").first.wait_for()
    keyboard.seen(f"{start!r} is typed, names are offered")
    keyboard.press("Enter")
    page.locator("tr[data-edge]").first.wait_for()
    keyboard.seen("Enter: the entity with its edges")
    keyboard.press("Control+k")
    keyboard.spell(end)
    keyboard.seen(f"Ctrl K, {end!r}: its edges with the other")
    keyboard.press("Enter")
    page.locator("tr.below:not([hidden]) blockquote").first.wait_for()
    keyboard.seen("Enter: the sentences")
    return keyboard.strokes, page.locator("tr.below:not([hidden]) blockquote").all_text_contents()


def main() -> None:
    """Walk and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("server")
    parser.add_argument("start")
    parser.add_argument("end")
    parser.add_argument("--says", default="")
    parser.add_argument("--frames", type=Path)
    asked = parser.parse_args()
    if asked.frames:
        asked.frames.mkdir(parents=True, exist_ok=True)
    with browser() as chrome:
        page = chrome.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB", reduced_motion="reduce")
        strokes, quotes = walked(page, asked.server, start=asked.start, end=asked.end, frames=asked.frames)
    if not any(asked.says.lower() in quote.lower() for quote in quotes):
        sys.exit(f"no quote has the word {asked.says!r}: {len(quotes)} were shown")
    print(f"{strokes} keystrokes to {len(quotes)} sentences")


if __name__ == "__main__":
    main()
