"""Pages for what went wrong, each with a way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with a way on."""
    return render(request, "public/error.html", {"title": gettext("您沒有權限執行這個動作"), "reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 with a search and the likeliest places."""
    del exception
    reason = gettext("網址可能已經變更，或輸入有誤。")
    return render(request, "public/error.html", {"title": gettext("找不到這個頁面"), "reason": reason}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 without any query: the database may be what failed."""
    return render(request, "public/server_error.html", status=500)
