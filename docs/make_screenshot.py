"""Writes docs/explorer.png: the graph around an entity with the sentences of its best-founded edge, as a running server shows it.

``python docs/make_screenshot.py http://127.0.0.1:8000 nvidia [edge id]``; needs a Chromium: ``chromium`` in PATH, or
``AIGRAPH_CHROMIUM=/path``.
"""
# ruff: noqa: INP001 - a script, no package

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).with_name("explorer.png")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def main(server: str, entity: str, edge: str | None = None) -> None:
    """Take the picture."""
    path = os.environ.get("AIGRAPH_CHROMIUM") or shutil.which("chromium")
    if path is None:
        sys.exit("no Chromium here: `apt-get install chromium`, or name one in AIGRAPH_CHROMIUM=/path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB", color_scheme="light", reduced_motion="reduce")
        page.goto(f"{server}/g?ids={quote(entity)}&sel={edge or best_founded(server, entity)}")
        page.wait_for_selector("canvas[data-settled=yes]")
        page.wait_for_selector(".inspector blockquote")
        page.mouse.move(640, 60)
        page.wait_for_timeout(300)
        page.screenshot(path=TARGET)
        browser.close()


def best_founded(server: str, entity: str) -> str:
    """The id of the entity's first edge."""
    with urlopen(f"{server}/api/v1/entities/{quote(entity)}/edges?limit=1") as answer:  # noqa: S310 - the server that was named
        return str(json.load(answer)["items"][0]["id"])


if __name__ == "__main__":
    main(*sys.argv[1:])
