"""Evidence files of a due item: to upload, to fetch and to withdraw, the same for every subject."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from yongxu.accounts.requests import origin_of
from yongxu.attachments.limits import MAX_AT_ONCE
from yongxu.attachments.models import Attachment
from yongxu.attachments.names import clean_name
from yongxu.attachments.refusals import UploadRefused
from yongxu.attachments.serving import serve_attachment
from yongxu.attachments.storage import DamagedFile
from yongxu.reporting.models import DueItem
from yongxu.reporting.services.evidence import attach_evidence, withdraw_evidence
from yongxu.reporting.views.items import address_of, in_language, person_of, visible_item

logger = logging.getLogger(__name__)


@login_required
@require_POST
def upload_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach the chosen files one by one: those that are accepted stay, each other one is named with the reason."""
    item, person = visible_item(request, pk), person_of(request)
    uploads = request.FILES.getlist("files")
    if not uploads:
        messages.error(request, _("請先選擇要上傳的檔案。"))
    if len(uploads) > MAX_AT_ONCE:
        messages.error(request, _("一次最多上傳 %(count)d 個檔案，請分次上傳。") % {"count": MAX_AT_ONCE})
        return _back(item)
    done = 0
    for upload in uploads:
        try:
            attach_evidence(item, upload, by=person, at=timezone.now(), origin=origin_of(request))
            done += 1
        except UploadRefused as refusal:
            words = {"name": clean_name(upload.name or ""), "reason": in_language(refusal.message)}
            messages.error(request, _("「%(name)s」未收：%(reason)s") % words)
    if done:
        messages.success(request, ngettext("已上傳 %(count)d 個檔案。", "已上傳 %(count)d 個檔案。", done) % {"count": done})
    return _back(item)


@login_required
@require_GET
def fetch_evidence(request: HttpRequest, pk: int, key: int) -> HttpResponseBase:
    """A file that stands, to be saved; 404 for who may not see the item and for what was withdrawn."""
    item = visible_item(request, pk)
    attachment = get_object_or_404(Attachment.objects.about(item).standing(), pk=key)
    try:
        return serve_attachment(attachment, about=item, by=person_of(request), at=timezone.now(), origin=origin_of(request))
    except DamagedFile as damage:
        logger.error("%s", damage)
        raise Http404 from damage


@login_required
@require_POST
def take_back_evidence(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Withdraw a file with a reason."""
    item = visible_item(request, pk)
    attachment = get_object_or_404(Attachment.objects.about(item), pk=key)
    reason = request.POST.get("reason", "")
    try:
        withdraw_evidence(item, attachment, reason=reason, by=person_of(request), at=timezone.now(), origin=origin_of(request))
    except UploadRefused as refusal:
        messages.error(request, in_language(refusal.message))
    else:
        messages.success(request, _("已撤回「%(name)s」。") % {"name": attachment.name})
    return _back(item)


def _back(item: DueItem) -> HttpResponse:
    return HttpResponseRedirect(f"{address_of(item)}#evidence")
