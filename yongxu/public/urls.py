"""Addresses of the public site."""

from django.urls import path

from yongxu.public.programme_urls import urlpatterns as programme_addresses
from yongxu.public.views import indicators

app_name = "public"

urlpatterns = [
    path("", indicators.home, name="home"),
    *programme_addresses,
    path("<slug:framework>/", indicators.framework, name="framework"),
    path("<slug:framework>/goals/<str:code>/", indicators.goal, name="goal"),
    path("<slug:framework>/indicators/<str:code>/", indicators.indicator, name="indicator"),
    path("<slug:framework>/indicators/<str:code>/chart.svg", indicators.indicator_chart, name="indicator-chart"),
    path(
        "<slug:framework>/indicators/<str:code>/chart.json", indicators.indicator_chart_specification, name="indicator-chart-specification"
    ),
]
