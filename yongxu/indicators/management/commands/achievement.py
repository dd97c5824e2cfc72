"""`yongxu achievement`: met, missed and not due by goal, and the rate 核心目標指標達成率."""

import argparse
import json

from django.core.management.base import BaseCommand

from yongxu.indicators.selectors import overview_of
from yongxu.quantities.verdicts import Achievement


def counts_of(counts: Achievement) -> dict[str, int | str | None]:
    """The counts and the rate as JSON has them."""
    return {
        "total": counts.total,
        "met": counts.met,
        "missed": counts.missed,
        "not_due": counts.not_due,
        "not_applicable": counts.not_applicable,
        "needs_judgement": counts.needs_judgement,
        "rate": None if counts.rate is None else str(counts.rate),
    }


class Command(BaseCommand):
    help = "Achievement of every goal in a year."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--year", type=int, required=True, help="CE year")
        parser.add_argument("--framework", default="tsdg")
        parser.add_argument("--twins", choices=("once", "printed"), default="printed", help="count one fact once, or as printed")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_arguments: object, year: int, framework: str, twins: str, as_json: bool, **_options: object) -> None:
        overview = overview_of(framework, year=year, twins=twins)
        goals = [item for item in overview.goals if item.counts.total]
        total = overview.total
        if as_json:
            rows = [{"goal": item.goal.code, **counts_of(item.counts)} for item in goals]
            document = {"year": year, "framework": framework, "twins": twins, "goals": rows, "all": counts_of(total)}
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
            return
        self.stdout.write("目標\t項數\t達成\t未達成\t未達統計週期\t不適用\t待判定\t達成率 %")
        for label, counts in [*((item.goal.code, item.counts) for item in goals), ("全部", total)]:
            rate = "無法計算" if counts.rate is None else counts.rate
            self.stdout.write(
                f"{label}\t{counts.total}\t{counts.met}\t{counts.missed}\t{counts.not_due}\t{counts.not_applicable}\t{counts.needs_judgement}\t{rate}"
            )
