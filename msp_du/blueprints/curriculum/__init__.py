"""The curriculum area: its versions, their rules, their import, their corrections."""

from msp_du.blueprints.curriculum import copies, drafts, imports, matrix, modules, rules, units
from msp_du.blueprints.curriculum.routes import bp

__all__ = ["bp", "copies", "drafts", "imports", "matrix", "modules", "rules", "units"]
