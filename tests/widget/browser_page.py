"""What every browser test does with a page: wait for the peer, write as the member."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(str(files("axe_playwright_python"))) / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
Run = Callable[[Coroutine[Any, Any, Any]], Any]


def until(page: Page, condition: Callable[[], Any], seconds: float = 8) -> None:
    """Waits, letting the page live, until the peer has seen what is expected."""
    for _ in range(int(seconds * 20)):
        if condition():
            return
        page.wait_for_timeout(50)
    raise AssertionError("la page n'a pas envoyé ce qui était attendu")


def write(page: Page, text: str) -> None:
    """Types a message and sends it with Enter."""
    page.get_by_label("Votre message").fill(text)
    page.keyboard.press("Enter")


def violations(page: Page, root: str = "html") -> list[tuple[str, list[str]]]:
    """What axe finds against WCAG 2.2 AA under `root`: each rule, and what breaks it."""
    page.add_script_tag(path=AXE)
    found = page.evaluate("([root, tags]) => axe.run(root, {runOnly: tags})", [root, RULES])
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]]
