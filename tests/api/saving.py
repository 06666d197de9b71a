"""Files that the explorer's export menu saves, and what a browser does with them."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Dialog, Page

FORMS = ("png", "svg", "csv", "json", "graphml", "turtle", "html")


def saved(page: Page, form: str) -> Path:
    """The file that an entry of the export menu gives."""
    page.locator(".export > summary").click()
    with page.expect_download() as waited:
        page.locator(f".export [data-form={form}]").click()
    return Path(waited.value.path())


def opens_alone(chrome: Browser, file: Path, copy: Path, words: str) -> None:
    """A saved page or drawing loads nothing, runs nothing foreign, and has these words."""
    copy.write_bytes(file.read_bytes())
    context = chrome.new_context()
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        wrong.append(dialog.message)
        dialog.dismiss()

    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", dismiss)
    page.goto(copy.as_uri())
    assert words in (page.locator(":root").text_content() or "")
    assert asked == [copy.as_uri()]
    context.close()
    assert wrong == []
