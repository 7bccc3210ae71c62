"""The catalogue's front door: procedures, their versions, search."""

from motcua.catalogue.domain.expressions import condition
from motcua.catalogue.domain.reckoning import asked_papers, reckon_fees
from motcua.catalogue.packages.loader import load_package, load_scenarios

__all__ = ["asked_papers", "condition", "load_package", "load_scenarios", "reckon_fees"]
