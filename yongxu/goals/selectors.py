"""Reads that span frameworks, goals and their mapping."""

from collections.abc import Iterable

from django.db.models import Q

from yongxu.goals.models import Goal
from yongxu.organizations.selectors import spellings_of


def mapped_goals(goal: Goal) -> list[Goal]:
    """The goals of other frameworks that answer to this one, in either direction of the mapping. One query."""
    found = Goal.objects.filter(Q(mapped_from__source=goal) | Q(mapped_to__target=goal))
    return list(found.select_related("edition__framework").distinct().order_by("edition__framework__code", "sort_key"))


def find_goals(terms: Iterable[str]) -> list[Goal]:
    """Goals of current editions whose name holds every term. One query."""
    found = Goal.objects.filter(edition__is_current=True)
    for term in terms:
        words = Q()
        for spelling in spellings_of(term):
            words |= Q(name_zh__icontains=spelling) | Q(name_en__icontains=spelling) | Q(short_name_zh__icontains=spelling)
        found = found.filter(words)
    return list(
        found.select_related("edition__framework").order_by("edition__framework__is_fictional", "-edition__framework__code", "sort_key")
    )
