"""Named choices: where a tender's words leave the arithmetic open, what each reading may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jieting.domain.figures import PARAMETERS
from jieting.domain.said import Said, say, verbatim


@dataclass(frozen=True, slots=True)
class Question:
    """An open point: what is asked, and the readings that are possible, with their words.

    ``per_clause`` tells that each clause may have its own reading of it.
    """

    name: str
    asks: Said
    values: Mapping[str, Said]
    per_clause: bool = False


_PARTIAL = {
    "whole": say("only whole ones count"),
    "started": say("each one begun counts"),
    "linear": say("in proportion"),
}
_LEVELS = PARAMETERS["satisfaction"]["positive_ratings"]

QUESTIONS: Mapping[str, Question] = {
    question.name: question
    for question in (
        Question(
            "period_of_call",
            say("Which moment says to which day, month and service hour a call belongs?"),
            {"arrival": say("its arrival"), "end": say("its end")},
        ),
        Question(
            "ivr_answered",
            say("Which calls did the IVR answer?"),
            {
                "reached_answer": say("those that reached an answer and asked for no agent"),
                "picked_up": say("all that the IVR picked up"),
            },
        ),
        Question(
            "total_requests",
            say("What is the base of the connection rate?"),
            {
                "arrived": say("all inbound calls that arrived"),
                "offered": say("only calls that entered a queue"),
            },
        ),
        Question(
            "exclusion_scope",
            say("Which figures does an agreed exclusion touch?"),
            {
                "named_rate": say("only the rate whose clause allows it, with its daily rates"),
                "all": say("all figures counted from calls"),
            },
        ),
        Question(
            "score_on",
            say("Is the shown figure compared and scored, or the exact one?"),
            {"shown": say("the shown, rounded figure"), "exact": say("the exact figure")},
        ),
        Question(
            "partial_point",
            say("How does a part of a percentage point count?"),
            _PARTIAL,
            per_clause=True,
        ),
        Question(
            "partial_step", say("How does a part of a step count?"), _PARTIAL, per_clause=True
        ),
        Question(
            "bonus_step",
            say("How does a part of a bonus step count?"),
            {"whole": _PARTIAL["whole"], "linear": _PARTIAL["linear"]},
        ),
        Question(
            "total_cap",
            say("May bonuses lift the total above 100?"),
            {"no": say("no, the total is at most 100"), "yes": say("yes")},
        ),
        Question(
            "floor",
            say("Where does 'until used up' end?"),
            {
                "row": say("each row of the table ends at 0"),
                "total": say("rows may go below 0, only the total ends at 0"),
            },
        ),
        Question(
            "positive_ratings",
            say("Which levels count as satisfied?"),
            {levels: verbatim(levels) for levels in _LEVELS},
        ),
        Question(
            "qa_base",
            say("Of which calls is the quality sample a share?"),
            {
                "recorded": say("recorded calls answered by an agent"),
                "answered": say("all calls answered by an agent"),
            },
        ),
        Question(
            "qa_round",
            say("How is the required number of samples rounded?"),
            {"up": say("up"), "half_up": say("half up")},
        ),
        Question(
            "training_counts",
            say("When does a training count?"),
            {
                "special_signed": say("kind special, with at least one sign-in"),
                "special": say("kind special, even without a sign-in"),
                "any_signed": say("any kind, with at least one sign-in"),
            },
        ),
        Question(
            "quarter_score",
            say("How do three monthly scores make the quarter's?"),
            {
                "mean": say("their mean"),
                "worst": say("the worst"),
                "weighted_by_calls": say("their mean weighted by calls"),
            },
        ),
        Question(
            "outside_service_hours",
            say("Do calls outside the service hours count as offered?"),
            {"not_counted": say("no"), "counted": say("yes")},
        ),
        Question(
            "streak_gap",
            say("What does an excluded day, or one without calls, do to a run of bad days?"),
            {"ends": say("it ends the run"), "bridges": say("the run goes on over it")},
        ),
        Question(
            "undefined_rate",
            say("What does a line earn whose rate has no base?"),
            {
                "full_marks": say("full marks, marked 'no base'"),
                "not_assessed": say("nothing is assessed"),
            },
        ),
    )
}
"""Every question by its name."""


OF_FIGURES = frozenset(name for wanted in PARAMETERS.values() for name in wanted) & set(QUESTIONS)
"""Questions whose answer is a parameter of a figure; it may differ from clause to clause."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A reading chosen in a contract; ``clause`` is empty where it holds for the whole contract.

    ``note`` is what the contract file says of it.
    """

    name: str
    value: str
    clause: str = ""
    agreed: bool = False
    line: int | None = None
    note: str = ""

    @property
    def question(self) -> Question:
        """The open point that this choice settles."""
        return QUESTIONS[self.name]
