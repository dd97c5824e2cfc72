"""What the history of a due item says, in words."""

from django.utils.translation import gettext_lazy as _

ITEM_VERBS = {
    "write": _("撰寫"),
    "submit": _("送出"),
    "approve": _("同意"),
    "finish": _("同意，審查完成"),
    "send_back": _("退回填報機關"),
    "send_back_to_step": _("退回前一步驟"),
    "withdraw_report": _("撤回填報"),
    "withdraw_approval": _("撤回同意"),
    "publish": _("公布"),
    "correct": _("啟動勘誤"),
    "comment": _("留下意見"),
    "settle_comment": _("意見結案"),
    "answer_finding": _("說明檢核疑義"),
    "close_finding": _("檢核疑義結案"),
    "judge": _("人工判定"),
}
ITEM_LABELS = {
    "station": _("步驟"),
    "appearance": _("列示處"),
    "text": _("內容"),
    "field": _("欄位"),
    "finding": _("檢核規則"),
    "place": _("位置"),
    "verdict": _("判定"),
    "state": _("狀態"),
}
