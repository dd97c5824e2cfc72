"""The site's own addresses, and ``/record/``."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from config import urls
from yongxu.goals.models import Framework
from yongxu.history.selectors import history_of, read_before

TEMPLATE = """{% extends "ui/base.html" %}{% block title %}示範紀錄{% endblock %}{% block content %}<h1>示範紀錄</h1>
{% include "history/timeline.html" %}{% endblock %}"""


def show_record(request: HttpRequest) -> HttpResponse:
    before = read_before(request.GET.get("before", ""))
    labels = {"lag_reason": "落後原因", "agencies": "機關"}
    history = history_of(Framework.objects.get(code="example"), limit=4, before=before, labels=labels, with_events=True)
    return HttpResponse(engines["django"].from_string(TEMPLATE).render({"history": history}, request))


urlpatterns = [*i18n_patterns(path("record/", show_record), prefix_default_language=False), *urls.urlpatterns]
