"""The way to net zero, step by step."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from yongxu.public.milestones import list_milestones
from yongxu.public.serving import published_page
from yongxu.ui.navigation import Crumb


@published_page
def milestones(request: HttpRequest) -> HttpResponse:
    """The policy milestones as a timeline."""
    context = {"section": "milestones", "trail": [Crumb(gettext("推動歷程"))], "milestones": list_milestones()}
    return render(request, "public/milestones/milestones.html", context)
