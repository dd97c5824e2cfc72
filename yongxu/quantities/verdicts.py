"""Verdict of a target part against its result: one pure function and its truth table 達成判定."""

from enum import StrEnum


class Verdict(StrEnum):
    MET = "met"
    MISSED = "missed"
    NOT_DUE = "not_due"
    NOT_APPLICABLE = "not_applicable"
    NEEDS_JUDGEMENT = "needs_judgement"
