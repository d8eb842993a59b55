"""A page as Tab leads through it."""

from typing import Any

from playwright.sync_api import Page

# What has the focus: the part of the page it is in, and whether one can see that it has it.
FOCUSED = """() => {
  const element = document.activeElement;
  const seen = (pseudo, part) => {
    const style = getComputedStyle(part, pseudo);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      || style.boxShadow !== "none";
  };
  const parts = [element, ...(element.labels ?? [])];
  const name = (element.name || element.innerText || element.id || element.tagName).trim();
  return {
    area: element === document.body ? "none" : element.matches(".skip-link") ? "skip"
      : element.closest("header") ? "header" : element.closest("main") ? "main" : "footer",
    name: name.split("\\n")[0],
    visible: parts.some((part) => [null, "::before", "::after"].some((p) => seen(p, part))),
  };
}"""


def tab_through(page: Page, most: int = 120) -> list[dict[str, Any]]:
    """Press Tab from the top of the page until the footer is reached."""
    page.wait_for_load_state("networkidle")  # a key pressed before that may go to no page
    stops = []
    for _press in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        stops.append(stop)
        if stop["area"] in {"footer", "none"}:
            break
    return stops


def check_stops(page: Page, *, wanted: list[str]) -> None:
    """Check that Tab leads through the page in its order, each stop in sight."""
    stops = tab_through(page)
    areas = [stop["area"] for stop in stops]
    assert areas == sorted(areas, key=["skip", "header", "main", "footer"].index)
    assert areas[0] == "skip"
    assert areas[-1] == "footer"
    assert [stop["name"] for stop in stops if not stop["visible"]] == []
    names = [stop["name"] for stop in stops if stop["area"] == "main"]
    assert [name for name in names if name in wanted] == wanted
