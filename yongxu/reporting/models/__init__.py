"""The tables of reporting: where published facts come from, cycles, due items with their route, and what people wrote about them."""

from yongxu.reporting.models.cycles import Cycle, CycleStep, Place
from yongxu.reporting.models.items import Appearance, Decision, DueItem, DueItemQuerySet, Filing, Station
from yongxu.reporting.models.publications import Publication, Snapshot
from yongxu.reporting.models.remarks import Agreement, Comment, Erratum, Extension, FindingAnswer, ReviewJudgement

__all__ = [
    "Agreement",
    "Appearance",
    "Comment",
    "Cycle",
    "CycleStep",
    "Decision",
    "DueItem",
    "DueItemQuerySet",
    "Erratum",
    "Extension",
    "Filing",
    "FindingAnswer",
    "Place",
    "Publication",
    "ReviewJudgement",
    "Snapshot",
    "Station",
]
