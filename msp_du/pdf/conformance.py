"""What WeasyPrint leaves out of a file that is to be PDF/A-3a and PDF/UA-1 at once.

Both ways in were seen to pass the validators with the version of WeasyPrint that is locked;
``tests/pdf/test_conformance.py`` guards them.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

import pydyf
from weasyprint import Document

PDF_VARIANT: Final = "pdf/a-3a"
"""Tagged, with embedded fonts and colour profile; PDF/UA-1 is declared beside it."""

_END: Final = b"</rdf:RDF>"
_DECLARATION: Final = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about=""\
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"\
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def declare_pdfua(document: Document) -> None:
    """Make the document's metadata say PDF/UA-1 too, with the schema that PDF/A asks for."""
    generate: Callable[..., bytes] = document.metadata.generate_rdf_metadata

    def generate_with_declaration(*arguments: Any) -> bytes:
        head, end, tail = generate(*arguments).rpartition(_END)
        return head + _DECLARATION + end + tail

    document.metadata.generate_rdf_metadata = generate_with_declaration


def give_headers_their_scope(_document: Document, pdf: pydyf.PDF) -> None:
    """Say of each table header whether it heads a column or a row (a ``finisher``).

    WeasyPrint numbers headers ``table-row-column``; those of the first row head columns.
    """
    for header in _headers(pdf):
        _table, row, _column = header["ID"].string.split("-")
        header["A"]["Scope"] = "/Column" if row == "0" else "/Row"


def _headers(pdf: pydyf.PDF) -> Iterator[Any]:
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH" and "ID" in element:
            yield element
