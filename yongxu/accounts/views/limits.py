"""The page for who asks too often."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_many(request: HttpRequest) -> HttpResponse:
    """429, with a word on how long to wait."""
    return render(request, "accounts/too_many.html", status=429)
