"""Addresses of the public site."""

from django.urls import path

from yongxu.public.programme_urls import urlpatterns as programme_addresses
from yongxu.public.views import goals, indicators, overview, pages, search

app_name = "public"

urlpatterns = [
    path("", overview.home, name="home"),
    path("search/", search.search, name="search"),
    path("errata/", pages.errata, name="errata"),
    path("method/", pages.method, name="method"),
    path("site-map/", pages.site_map, name="site-map"),
    path("policies/<slug:name>/", pages.policy, name="policy"),
    *programme_addresses,
    path("<slug:framework>/", overview.framework, name="framework"),
    path("<slug:framework>/goals/<str:code>/", goals.goal, name="goal"),
    path("<slug:framework>/indicators/", indicators.indicators, name="indicators"),
    path("<slug:framework>/indicators/<str:code>/", indicators.indicator, name="indicator"),
    path("<slug:framework>/indicators/<str:code>/chart.svg", indicators.indicator_chart, name="indicator-chart"),
    path(
        "<slug:framework>/indicators/<str:code>/chart.json", indicators.indicator_chart_specification, name="indicator-chart-specification"
    ),
    path("<slug:framework>/indicators/<str:code>/data.json", indicators.indicator_json, name="indicator-json"),
    path("<slug:framework>/indicators/<str:code>/data.csv", indicators.indicator_csv, name="indicator-csv"),
]
