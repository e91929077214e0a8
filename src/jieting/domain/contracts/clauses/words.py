"""What the records that a rule counts are called."""

from __future__ import annotations

from jieting.domain.said import Said, say

_ARRAYS: dict[tuple[str, str], Said] = {
    ("complaint", ""): say("complaints"),
    ("training", ""): say("trainings"),
    ("evaluation", ""): say("evaluations"),
    ("spot_check", ""): say("spot checks"),
    ("report", ""): say("reports"),
    ("report", "missing"): say("contents missing from the report"),
    ("self_assessment", ""): say("self-assessments"),
    ("self_assessment", "untrue_items"): say("untrue items of the self-assessment"),
    ("confidentiality_finding", ""): say("confidentiality findings"),
    ("violation", ""): say("violations"),
}

_CONDITIONS: dict[tuple[str, object], Said] = {
    ("consequence", "none"): say("measures missing"),
    ("consequence", "harm"): say("with bad consequences"),
    ("scoring_error", True): say("with a scoring error"),
    ("kind", "operations"): say("operations"),
    ("kind", "personnel"): say("personnel"),
    ("kind", "special"): say("special"),
    ("level", 1): say("level 1"),
    ("level", 2): say("level 2"),
    ("verdict", "justified"): say("justified"),
}


def array_words(array: str, count: str, when: tuple[tuple[str, object], ...]) -> Said:
    """The events of a rule in words: violations (level 1)."""
    what = _ARRAYS[array, count]
    if not when:
        return what
    conditions = tuple(
        _CONDITIONS.get((name, value), say("{name} = {value}", name=name, value=value))
        for name, value in when
    )
    return say("{what} ({conditions})", what=what, conditions=conditions)
