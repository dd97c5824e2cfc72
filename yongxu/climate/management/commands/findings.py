"""`yongxu findings`: what does not add up in the published record, found anew from the stored rows."""

import argparse
import json

from django.core.management.base import BaseCommand

from yongxu.climate.selectors.rows import find_in_measures
from yongxu.indicators.selectors import find_in_indicators
from yongxu.quantities.findings import findings_table
from yongxu.quantities.interchange import Json, finding_to_json


class Command(BaseCommand):
    help = "Say what does not add up in the record (indicators and measures)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--year", type=int, help="only this CE year")
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--language", choices=("zh", "en"), default="zh")

    def handle(self, *_arguments: object, year: int | None, as_json: bool, language: str, **_options: object) -> None:
        documents: list[Json] = []
        for examined in (*find_in_indicators(year=year), *find_in_measures(year=year)):
            if as_json:
                listed: list[Json] = [finding_to_json(item, language=language) for item in examined.findings]
                documents.append({"kind": examined.kind, "of": examined.of, "year": examined.year, "findings": listed})
            else:
                self.stdout.write(f"{examined.of} {examined.year}\n{findings_table(examined.findings, language=language)}")
        if as_json:
            self.stdout.write(json.dumps(documents, ensure_ascii=False, indent=1))
