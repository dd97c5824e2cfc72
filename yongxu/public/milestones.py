"""The policy milestones 推動歷程 (C4): from the pledge to tracking, with their dates and sources, from a data file anyone can edit."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypedDict

from yongxu.goals.models import pick_language

DATA = Path(__file__).parent / "data" / "milestones.json"


class MilestoneData(TypedDict):
    date: str
    stage_zh: str
    stage_en: str
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    source_zh: str
    source_en: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step of the way, in the reader's language."""

    on: date
    stage: str
    title: str
    text: str
    source: str

    @property
    def roc_year(self) -> int:
        return self.on.year - 1911


def list_milestones() -> list[Milestone]:
    """All milestones, the first one first. No query."""
    return [
        Milestone(
            on=date.fromisoformat(item["date"]),
            stage=pick_language(item["stage_zh"], item["stage_en"]),
            title=pick_language(item["title_zh"], item["title_en"]),
            text=pick_language(item["text_zh"], item["text_en"]),
            source=pick_language(item["source_zh"], item["source_en"]),
        )
        for item in _read()
    ]


@cache
def _read() -> tuple[MilestoneData, ...]:
    items: list[MilestoneData] = json.loads(DATA.read_text(encoding="utf-8"))
    return tuple(sorted(items, key=lambda item: item["date"]))
