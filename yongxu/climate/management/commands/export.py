"""`yongxu export`: published rows as JSON (docs/reading.md), which `yongxu load` reads back."""

import argparse
import json

from django.core.management.base import BaseCommand, CommandError

from yongxu.climate import interchange as measures
from yongxu.climate.selectors.rows import published_rows as measure_rows
from yongxu.indicators import interchange as indicators
from yongxu.indicators.selectors import ROC_OFFSET
from yongxu.indicators.selectors import published_rows as indicator_rows


class Command(BaseCommand):
    help = "Print the published rows of a year as JSON."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=("indicators", "measures"))
        parser.add_argument("--year", type=int, required=True, help="CE year")
        parser.add_argument("--framework", default="tsdg")
        parser.add_argument("--programme", default="manufacturing")
        parser.add_argument("--format", choices=("json",), default="json")

    def handle(self, *_arguments: object, what: str, year: int, framework: str, programme: str, **_options: object) -> None:
        if what == "indicators":
            rows = [indicators.row_to_json(row) for row in indicator_rows(framework, year=year)]
            document = {"kind": indicators.KIND, "title": f"{framework} {year}", "year": year, "rows": rows, "problems": []}
        else:
            rows = [measures.row_to_json(row) for row in measure_rows(programme, year=year)]
            document = {"kind": measures.KIND, "title": f"{programme} {year}", "year": year - ROC_OFFSET, "rows": rows, "problems": []}
        if not rows:
            raise CommandError(f"沒有 {year} 年的公布資料。 / Nothing is published for {year}.", returncode=1)
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
