"""`yongxu demo`: the shipped frameworks and organisations, and a fictional city to look at."""

import argparse

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from yongxu.accounts.models import User
from yongxu.climate.services import load_programmes, read_programmes, remove_demo_measures
from yongxu.goals.services import load_framework, load_mapping, read_framework, read_mapping
from yongxu.indicators.demo import DEMO_FRAMEWORK, city_reports
from yongxu.indicators.services import load_report, remove_demo_indicators
from yongxu.organizations.services import load_bodies, load_organizations, read_bodies, read_organizations
from yongxu.reporting.differences import Source
from yongxu.reporting.models import Publication


class Command(BaseCommand):
    help = "Load the shipped frameworks and organisations and a fictional city; --remove takes the city away."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="remove the fictional city")

    @transaction.atomic
    def handle(self, *_arguments: object, remove: bool, **_options: object) -> None:
        user = User.objects.system_user("demo")
        now = timezone.now()
        if remove:
            reports, years = remove_demo_indicators(by=user, at=now), remove_demo_measures(by=user, at=now)
            Publication.objects.filter(is_demo=True, indicator_reports=None, measure_years=None).delete()
            self.stdout.write(f"已移除示範資料 demo removed: {reports} 項指標 indicators, {years} 項措施 measures")
            return
        load_organizations(read_organizations())
        load_bodies(read_bodies())
        for code in ("tsdg", "sdg"):
            load_framework(read_framework(code))
        load_mapping(read_mapping("tsdg", "sdg"))
        load_programmes(read_programmes())
        load_framework(read_framework(DEMO_FRAMEWORK), is_fictional=True)
        for report in city_reports():
            load_report(report, framework=DEMO_FRAMEWORK, source=Source("demo", "", is_demo=True), by=user, at=now)
        self.stdout.write("示範資料已載入 demo loaded: 18 + 17 goals, organisations, 示範市 (fictional) at /demo-city/")
