"""Reads that span goals and their mapping."""

from django.db.models import Q

from yongxu.goals.models import Goal


def mapped_goals(goal: Goal) -> list[Goal]:
    """The goals of other frameworks that answer to this one, in either direction of the mapping. One query."""
    found = Goal.objects.filter(Q(mapped_from__source=goal) | Q(mapped_to__target=goal))
    return list(found.select_related("edition__framework").distinct().order_by("edition__framework__code", "sort_key"))
