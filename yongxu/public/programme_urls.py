"""Addresses of programmes, measures, organisations and milestones."""

from django.urls import path

from yongxu.public.views import measures, milestones, organizations, programmes

MEASURE = "programmes/<slug:programme>/measures/<str:code>"

urlpatterns = [
    path("programmes/", programmes.overview, name="programmes"),
    path("programmes/chart.svg", programmes.overview_chart, name="programmes-chart"),
    path("programmes/chart.json", programmes.overview_chart_specification, name="programmes-chart-specification"),
    path("programmes/<slug:programme>/", programmes.programme, name="programme"),
    path("programmes/<slug:programme>/<int:year>/", programmes.programme, name="programme-year"),
    path("programmes/<slug:programme>/<int:year>/chart.svg", programmes.programme_chart, name="programme-chart"),
    path(
        "programmes/<slug:programme>/<int:year>/chart.json", programmes.programme_chart_specification, name="programme-chart-specification"
    ),
    path("programmes/<slug:programme>/<int:year>/data.json", measures.programme_json, name="programme-json"),
    path("programmes/<slug:programme>/<int:year>/data.csv", measures.programme_csv, name="programme-csv"),
    path("programmes/<slug:programme>/strategies/<str:code>/", programmes.strategy, name="strategy"),
    path(f"{MEASURE}/", measures.measure, name="measure"),
    path(f"{MEASURE}/data.json", measures.measure_json, name="measure-json"),
    path(f"{MEASURE}/data.csv", measures.measure_csv, name="measure-csv"),
    path("organisations/", organizations.organizations, name="organizations"),
    path("organisations/<slug:code>/", organizations.organization, name="organization"),
    path("milestones/", milestones.milestones, name="milestones"),
]
