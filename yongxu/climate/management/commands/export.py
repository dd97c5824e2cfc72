"""`yongxu export`: published rows as JSON (docs/reading.md) or CSV, which `yongxu load` reads back."""

import argparse
import json
from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError

from yongxu.climate import interchange as measures
from yongxu.climate.models import MeasureYear
from yongxu.climate.selectors.rows import published_rows as measure_rows
from yongxu.indicators import interchange as indicators
from yongxu.indicators.models import YearReport
from yongxu.indicators.selectors import ROC_OFFSET
from yongxu.indicators.selectors import published_rows as indicator_rows
from yongxu.quantities.interchange import Json, document_to_csv


class Command(BaseCommand):
    help = "Print the published rows of a year as JSON or CSV."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=("indicators", "measures"))
        parser.add_argument("--year", type=int, required=True, help="CE year")
        parser.add_argument("--framework", default="tsdg")
        parser.add_argument("--programme", default="manufacturing")
        parser.add_argument("--format", choices=("json", "csv"), default="json", dest="file_format")

    def handle(
        self, *_arguments: object, what: str, year: int, framework: str, programme: str, file_format: str, **_options: object
    ) -> None:
        rows: list[Json]
        if what == "indicators":
            rows = [indicators.row_to_json(row) for row in indicator_rows(framework, year=year)]
            reports = YearReport.objects.published().for_year(year).filter(indicator__edition__framework__code=framework)
            title = _title(reports.values_list("publication__title", flat=True), f"{framework} {year}")
            document: dict[str, Json] = {"kind": indicators.KIND, "title": title, "year": year}
        else:
            rows = [measures.row_to_json(row) for row in measure_rows(programme, year=year)]
            years = MeasureYear.objects.published().for_year(year).filter(measure__strategy__programme__code=programme)
            title = _title(years.values_list("publication__title", flat=True), f"{programme} {year}")
            document = {"kind": measures.KIND, "title": title, "year": year - ROC_OFFSET}
        if not rows:
            raise CommandError(f"沒有 {year} 年的公布資料。 / Nothing is published for {year}.", returncode=1)
        document |= {"rows": rows, "problems": []}
        if file_format == "csv":
            self.stdout.write("\ufeff" + document_to_csv(document), ending="")
        else:
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))


def _title(titles: Iterable[str], otherwise: str) -> str:
    """The title of the document all rows come from; a made one where they come from several."""
    found = set(titles)
    return found.pop() if len(found) == 1 else otherwise
