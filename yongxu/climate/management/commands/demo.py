"""`yongxu demo`: the shipped frameworks and organisations, two published tables and a fictional city with its programme to look at.

Rows that were loaded from a real document are never overwritten.
"""

import argparse
import hashlib
import json
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from yongxu.accounts.models import User
from yongxu.accounts.services.demo import create_demo_people, create_demo_places, demo_password, remove_demo_people
from yongxu.climate.demo import CITY_PROGRAMMES, load_city_programmes
from yongxu.climate.demo_cycle import create_measure_cycles
from yongxu.climate.interchange import report_from_json as measures_from_json
from yongxu.climate.models import MeasureYear
from yongxu.climate.services import DATA as MEASURE_DATA
from yongxu.climate.services import load_programme_report, load_programmes, read_programmes, remove_demo_measures
from yongxu.goals.services import load_framework, load_mapping, read_framework, read_mapping, remove_fictional_frameworks
from yongxu.indicators.demo import DEMO_FRAMEWORK, city_reports
from yongxu.indicators.demo_cycle import create_demo_cycle
from yongxu.indicators.interchange import report_from_json as indicators_from_json
from yongxu.indicators.models import YearReport
from yongxu.indicators.services import DATA as INDICATOR_DATA
from yongxu.indicators.services import load_report, remove_demo_indicators
from yongxu.organizations.services import load_bodies, load_organizations, read_bodies, read_organizations
from yongxu.quantities.interchange import Json
from yongxu.reporting.differences import Source
from yongxu.reporting.models import Publication
from yongxu.reporting.services.removal import remove_demo_cycles

INDICATORS = INDICATOR_DATA / "indicators-2024.json"
MEASURES = MEASURE_DATA / "manufacturing-113.json"


class Command(BaseCommand):
    help = "Load goals, organisations, the figures of two published tables and a fictional city; --remove takes them away again."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="remove the figures and the fictional city")

    @transaction.atomic
    def handle(self, *_arguments: object, remove: bool, **_options: object) -> None:
        user = User.objects.system_user("demo")
        now = timezone.now()
        if remove:
            remove_demo_cycles(scopes=(DEMO_FRAMEWORK, *(programme["code"] for programme, _ in CITY_PROGRAMMES)), by=user, at=now)
            reports, years = remove_demo_indicators(by=user, at=now), remove_demo_measures(by=user, at=now)
            remove_fictional_frameworks(by=user, at=now)
            Publication.objects.filter(is_demo=True, indicator_reports=None, measure_years=None).delete()
            remove_demo_people(by=user, at=now)
            self.stdout.write(f"已移除示範資料 demo removed: {reports} 項執行情形 reports, {years} 項措施 measures")
            return
        load_organizations(read_organizations(), by=user, at=now)
        if not settings.PRODUCTION:
            create_demo_places(by=user, at=now)
        load_bodies(read_bodies(), by=user, at=now)
        for code in ("tsdg", "sdg"):
            load_framework(read_framework(code), by=user, at=now)
        load_mapping(read_mapping("tsdg", "sdg"), by=user, at=now)
        load_programmes(read_programmes(), by=user, at=now)
        load_framework(read_framework(DEMO_FRAMEWORK), by=user, at=now, is_fictional=True)
        load_city_programmes(by=user, at=now)
        for report in city_reports():
            load_report(report, framework=DEMO_FRAMEWORK, source=Source("", "", is_demo=True), by=user, at=now)
        document, source = _read(INDICATORS)
        indicators = indicators_from_json(document)
        real = set(
            YearReport.objects.filter(publication__is_demo=False, year=indicators.year or 0).values_list("indicator__code", flat=True)
        )
        kept = tuple(row for row in indicators.rows if row.code not in real)
        load_report(replace(indicators, rows=kept), framework="tsdg", source=source, by=user, at=now)
        document, source = _read(MEASURES)
        measures = measures_from_json(document)
        real = set(MeasureYear.objects.filter(publication__is_demo=False).values_list("measure__code", flat=True))
        rows = tuple(row for row in measures.rows if row.code not in real)
        load_programme_report(replace(measures, rows=rows), programme="manufacturing", source=source, by=user, at=now)
        create_demo_people(password=demo_password(settings.YONGXU_DATA), by=user, at=now)
        create_demo_cycle(by=user, at=now)
        create_measure_cycles(at=now)
        self.stdout.write("示範資料已載入 demo loaded: 64 項指標 indicators, 47 項措施 measures, 示範市 (fictional) at /demo-city/")


def _read(path: Path) -> tuple[dict[str, Json], Source]:
    content = path.read_bytes()
    document: dict[str, Json] = json.loads(content)
    return document, Source(path.name, hashlib.sha256(content).hexdigest(), is_demo=True)
