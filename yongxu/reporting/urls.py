"""Addresses under /work/ of what all subjects share: the list of cycles, acts on due items, remarks on a compiled year."""

from django.urls import path

from yongxu.reporting.views import council, cycles, evidence, items

app_name = "reporting"
urlpatterns = [
    path("cycles/", cycles.list_cycles, name="cycles"),
    path("compiled/", council.newest_compiled, name="compiled"),
    path("cycles/<int:pk>/comment/", council.comment_section, name="section-comment"),
    path("cycles/<int:pk>/settle/", council.settle_section_comment, name="section-settle"),
    path("cycles/<int:pk>/agree/", council.agree_section, name="section-agree"),
    path("items/<int:pk>/approve/", items.approve_item, name="approve"),
    path("items/<int:pk>/return/", items.send_back_item, name="return"),
    path("items/<int:pk>/correct/", items.correct_item, name="correct"),
    path("items/<int:pk>/withdraw/", items.withdraw_item, name="withdraw"),
    path("items/<int:pk>/comment/", items.comment_item, name="comment"),
    path("items/<int:pk>/settle/", items.settle_item_comment, name="settle"),
    path("items/<int:pk>/answer/", items.answer_item_finding, name="answer"),
    path("items/<int:pk>/judge/", items.judge_item_by_hand, name="judge"),
    path("items/<int:pk>/close/", items.close_item_finding, name="close"),
    path("items/<int:pk>/evidence/", evidence.upload_evidence, name="evidence"),
    path("items/<int:pk>/evidence/<int:key>/", evidence.fetch_evidence, name="evidence-file"),
    path("items/<int:pk>/evidence/<int:key>/withdraw/", evidence.take_back_evidence, name="evidence-withdraw"),
]
