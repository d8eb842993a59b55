"""The table of modules and competencies as a sheet for spreadsheet programs."""

from collections import Counter
from collections.abc import Collection

from msp_du.domain.competencies import Framework
from msp_du.domain.competency_matrix import Link
from msp_du.domain.curriculum import Curriculum
from msp_du.files.spreadsheet_writer import Cell, Sheet
from msp_du.web.i18n import _, current_language


def matrix_sheet(curriculum: Curriculum, framework: Framework, links: Collection[Link]) -> Sheet:
    """Return a line for each competency, a column for each module, an « x » where they meet.

    The last line and the last column count, so that a 0 shows what nothing assesses.
    """
    language = current_language()
    modules = [module.code for module in curriculum.modules]
    by_item = Counter(link.competency for link in links)
    by_module = Counter(link.module for link in links)
    rows: list[list[Cell]] = [
        [
            item.code,
            item.title.wording(language),
            _("oui") if item.is_core else _("non"),
            *("x" if Link(module, item.code) in links else None for module in modules),
            by_item[item.code],
        ]
        for item in framework.competencies
    ]
    rows.append(
        ["", _("Compétences"), None, *(by_module[module] for module in modules), len(links)]
    )
    header = [_("Code"), _("Compétence"), _("Socle"), *modules, _("Modules")]
    return Sheet(_("Compétences"), header, rows)
