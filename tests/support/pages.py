"""What must hold of every page that any test fetches."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib

REVEALING = re.compile(
    r"sant[ée] mentale|psychiatr|\bpairs?\b|pair-aidance|\bmsp\b|r[ée]tablissement", re.IGNORECASE
)
ENGLISH_LEFT = ("There is a problem", "Skip to", "Error:", "Day", "Month", "Year", "Show", "Hide")
WITHOUT_TOKEN = {"/v"}
"""Where the one form goes that needs no token: it asks for nothing that is anybody's."""
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
STRAIGHT_APOSTROPHE = re.compile(r"\w'\w")


class PageError(AssertionError):
    """A page breaks a rule that holds for all pages."""


def parse(html: str) -> Element:
    """Parse a page as a browser does; a parse error is a fault."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    if parser.errors:
        (line, column), code, _details = parser.errors[0]
        raise PageError(f"not HTML5 at line {line}, column {column}: {code}")
    return tree


def text_of(element: Element) -> str:
    """Return the text a reader sees in an element, spaces folded."""
    return " ".join("".join(element.itertext()).split())


def check_page(html: str) -> Element:
    """Check a whole page and return its tree; raises PageError with the first fault."""
    tree = parse(html)
    for fault in _faults(tree):
        raise PageError(fault)
    return tree


def _faults(tree: Element) -> Iterator[str]:
    yield from _title_faults(tree)
    yield from _markup_faults(tree)
    yield from _label_faults(tree)
    yield from _link_faults(tree)
    yield from _form_faults(tree)
    yield from _language_faults(tree)


def _title_faults(tree: Element) -> Iterator[str]:
    headings = list(tree.iter("h1"))
    if len(headings) != 1:
        yield f"{len(headings)} h1 elements"
        return
    title, heading = text_of(next(tree.iter("title"))), text_of(headings[0])
    bare = title.removeprefix("Erreur\u00a0: ").removeprefix("Erreur : ").removeprefix("Error: ")
    if not heading or not bare.startswith(heading):
        yield f"the title {title!r} does not open with the h1 {heading!r}"
    for text in (title, heading):
        if REVEALING.search(text):
            yield f"a revealing word in {text!r}"


def _markup_faults(tree: Element) -> Iterator[str]:
    ids = Counter(e.get("id") for e in tree.iter() if e.get("id"))
    yield from (f"id {name} stands {count} times" for name, count in ids.items() if count > 1)
    for element in tree.iter():
        yield from _attribute_faults(element)
        for attribute in ("aria-describedby", "aria-labelledby", "for"):
            for target in (element.get(attribute) or "").split():
                if target not in ids:
                    yield f"{attribute} points to {target}, which is not there"


def _attribute_faults(element: Element) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name == "style" or name.startswith("on"):
            yield f"inline {name} on <{element.tag}>"
        if value == "None":
            yield f"{name}=None on <{element.tag}>"
    if element.tag == "script" and not element.get("nonce"):
        yield "a script without nonce"
    if element.tag == "style":
        yield "an inline style sheet"


def _label_faults(tree: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in tree.iter("label") if text_of(label)}
    for element in tree.iter():
        if element.tag not in {"input", "select", "textarea"}:
            continue
        if element.get("type") in UNLABELLED:
            continue
        named = element.get("aria-label") or element.get("aria-labelledby")
        if not named and element.get("id") not in labelled:
            yield f"the field {element.get('name')} has no label"
    for tag in ("button", "a"):
        for element in tree.iter(tag):
            if not (text_of(element) or element.get("aria-label")):
                yield f"an empty <{tag}>"


def _link_faults(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        for name in ("href", "src", "action", "formaction", "poster", "srcset"):
            url = element.get(name)
            if url is not None:
                yield from _url_faults(url)


def _url_faults(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    if parts.netloc or parts.scheme not in {"", "mailto", "data", "tel"}:
        yield f"{url} is of another origin"
    if "@" in url and parts.scheme != "mailto":
        yield f"an address in the URL {url}"
    if parts.scheme != "data" and REVEALING.search(parts.path):
        yield f"a revealing word in the URL {url}"


def _form_faults(tree: Element) -> Iterator[str]:
    for form in tree.iter("form"):
        names = {field.get("name") for field in form.iter("input")}
        if (form.get("action") or "").partition("?")[0] in WITHOUT_TOKEN:
            continue
        if (form.get("method") or "get").lower() == "post" and "csrf_token" not in names:
            yield f"the form to {form.get('action') or 'its own page'} has no csrf_token"


def _language_faults(tree: Element) -> Iterator[str]:
    language = tree.get("lang")
    if language not in {"fr", "en"}:
        yield f"the page says its language is {language!r}"
    if language != "fr":
        return
    for text in _texts(tree):
        if any(re.search(rf"\b{re.escape(word)}(?!\w)", text) for word in ENGLISH_LEFT):
            yield f"English left in a French page: {text!r}"
        if STRAIGHT_APOSTROPHE.search(text):
            yield f"a straight apostrophe in {text!r}"


def _texts(element: Element) -> Iterator[str]:
    """Yield our own texts; names stand as people write them, in elements with translate="no"."""
    if element.get("translate") == "no":
        return
    if element.tag in {"script", "textarea", "code", "pre"} or element.get("lang") == "en":
        return
    if element.text and element.text.strip():
        yield element.text.strip()
    for child in element:
        yield from _texts(child)
        if child.tail and child.tail.strip():
            yield child.tail.strip()
