"""The addresses under /work/ that every subject has for its reports and cycles."""

from django.urls import URLPattern, path

from yongxu.reporting.subjects import D, Subject, Workbench
from yongxu.reporting.views import compiled, cycles, queues, work


def work_paths(prefix: str, subject: Subject, bench: Workbench[D]) -> list[URLPattern]:
    """All addresses of one subject below its prefix."""
    desk, given = {"bench": bench}, {"subject": subject}
    return [
        path(f"{prefix}/", queues.queue, desk, name="queue"),
        path(f"{prefix}/<int:pk>/", work.item, desk, name="item"),
        path(f"{prefix}/<int:pk>/live/", work.live, desk, name="live"),
        path(f"{prefix}/<int:pk>/autosave/", work.autosave, desk, name="autosave"),
        path(f"{prefix}/<int:pk>/sheet/", work.sheet, desk, name="sheet"),
        path(f"{prefix}/approve/", queues.approve_chosen, desk, name="approve-many"),
        path(f"{prefix}/queue.csv", queues.queue_csv, desk, name="queue-csv"),
        path(f"{prefix}/cycles/new/<slug:code>/", cycles.new_cycle, given, name="cycle-new"),
        path(f"{prefix}/cycles/<int:pk>/", cycles.show_cycle, {**given, **desk}, name="cycle"),
        path(f"{prefix}/cycles/<int:pk>/edit/", cycles.edit_cycle, given, name="cycle-edit"),
        path(f"{prefix}/cycles/<int:pk>/start/", cycles.start_cycle, given, name="cycle-start"),
        path(f"{prefix}/cycles/<int:pk>/extend/", cycles.extend_cycle, given, name="cycle-extend"),
        path(f"{prefix}/cycles/<int:pk>/stop/", cycles.stop_cycle, given, name="cycle-stop"),
        path(f"{prefix}/cycles/<int:pk>/publish/", cycles.publish_cycle, given, name="cycle-publish"),
        path(f"{prefix}/cycles/<int:pk>/compiled/", compiled.read_compiled, desk, name="cycle-compiled"),
    ]
