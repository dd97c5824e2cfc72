"""The list of people, on the screen and as a file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yongxu.accounts.lists import list_people, rows_of, select_people
from yongxu.accounts.models import Role
from yongxu.accounts.requests import origin_of, signed_in
from yongxu.accounts.services.signing import record_export
from yongxu.accounts.views.scope import scope_of
from yongxu.quantities.spreadsheets import csv_of


@never_cache
@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """People with their roles. At most twelve queries."""
    scope = scope_of(request)
    listed = list_people(scope.reach, request.GET.dict(), on=timezone.localdate())
    context = {
        "section": "people",
        "listed": listed,
        "roles": Role.choices,
        "states": [
            ("", gettext("目前有職務")),
            ("without", gettext("目前無職務")),
            ("closed", gettext("已停用")),
            ("all", gettext("全部")),
        ],
        "query": request.GET.dict(),
        "invites": scope.invites,
        "lists_people": True,
    }
    return render(request, "accounts/people.html", context)


@never_cache
@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same list, all pages, as CSV. Noted in the history, for it takes personal data out."""
    reach, today = scope_of(request).reach, timezone.localdate()
    rows = rows_of(list(select_people(reach, request.GET.dict(), on=today)), reach, on=today)
    columns = (
        gettext("姓名"),
        gettext("電子郵件"),
        gettext("帳號"),
        gettext("角色"),
        gettext("機關或組織"),
        gettext("開始日期"),
        gettext("結束日期"),
    )
    lines: list[tuple[object, ...]] = [columns]
    for row in rows:
        state = gettext("啟用") if row.person.is_active else gettext("停用")
        for role in row.roles or (None,):
            held = (role.label, role.place, role.holding.starts_on, role.holding.ends_on) if role else ()
            lines.append((row.person.name, row.person.email, state, *held))
    record_export(signed_in(request), what="people", rows=len(rows), at=timezone.now(), origin=origin_of(request))
    response = HttpResponse(csv_of(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="people.csv"'
    return response
