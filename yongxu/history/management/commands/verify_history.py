"""`yongxu verify-history`: is the record as it was written? Exit status 0 intact, 1 tampered with, 2 wrong use."""

import argparse
import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from yongxu.history.journal import UnreadableAnchors, read_anchors
from yongxu.history.verification import Verification, verify_history
from yongxu.quantities.wording import Bilingual


class Command(BaseCommand):
    help = "Find anything in the history that was changed, deleted or inserted behind the program's back."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--anchor", type=Path, metavar="FILE", help="seals kept elsewhere, as `yongxu seal-history` printed them")
        parser.add_argument("--language", choices=("zh", "en"), default="zh")

    def handle(self, *_arguments: object, as_json: bool, anchor: Path | None, language: str, **_options: object) -> None:
        try:
            found = verify_history(anchors=read_anchors(anchor) if anchor else ())
        except UnreadableAnchors as error:
            message = Bilingual(f"檔案讀不到任何封存：{error}", f"the file names no seal: {error}")
            raise CommandError(message.text(language), returncode=2) from error
        self.stdout.write(as_document(found, language=language) if as_json else as_text(found, language=language))
        if not found.intact:
            raise SystemExit(1)


def as_text(found: Verification, *, language: str) -> str:
    """For people: what was examined, then one line for each finding."""
    head = Bilingual(
        f"檢查 {found.entries} 筆紀錄、{found.seals} 次封存；尚未封存 {found.unsealed} 筆，依規定清除 {found.pruned} 筆。",
        f"{found.entries} entries and {found.seals} seals examined; {found.unsealed} not sealed yet, {found.pruned} pruned by rule.",
    )
    lines = [head.text(language)]
    if found.unwitnessed:
        notice = Bilingual(
            f"其中 {found.unwitnessed} 筆早於見證檔且未封存，無從證明；請執行 yongxu seal-history。",
            f"{found.unwitnessed} of them are older than the journal and not sealed: nothing proves them; run yongxu seal-history.",
        )
        lines.append(notice.text(language))
    lines += [item.message.text(language) for item in found.tamperings]
    if found.missing_triggers:
        names = "、".join(found.missing_triggers)
        lines.append(Bilingual(f"資料庫的保護已被移除：{names}", f"The database's protection is gone: {names}").text(language))
    verdict = Bilingual("紀錄完整，未經竄改。", "The record is intact.") if found.intact else Bilingual("紀錄遭到竄改！", "Tampered with!")
    return "\n".join([*lines, verdict.text(language)])


def as_document(found: Verification, *, language: str) -> str:
    """For programs."""
    return json.dumps(
        {
            "intact": found.intact,
            "entries": found.entries,
            "seals": found.seals,
            "unsealed": found.unsealed,
            "pruned": found.pruned,
            "unwitnessed": found.unwitnessed,
            "missing_triggers": list(found.missing_triggers),
            "tamperings": [
                {
                    "trace": item.trace,
                    "of": item.of,
                    "key": item.key,
                    "at": item.at.isoformat() if item.at else None,
                    "message": item.message.text(language),
                }
                for item in found.tamperings
            ],
        },
        ensure_ascii=False,
        indent=1,
    )
