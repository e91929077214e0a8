"""A small contract without the flaws that are looked for, and edits that bring in one each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BRACKETS = "\n".join(
    f'  {{ from = {score}, coefficient = "{(100 - 95 + score) / 100:.2f}" }},'
    for score in range(95, -1, -1)
)

CLEAN = f"""
choice = [
  {{ name = "period_of_call", value = "arrival", agreed = true }},
  {{ name = "exclusion_scope", value = "named_rate", agreed = true }},
  {{ name = "score_on", value = "exact", agreed = true }},
  {{ name = "undefined_rate", value = "full_marks", agreed = true }},
  {{ name = "total_requests", value = "arrived", agreed = true }},
  {{ name = "ivr_answered", value = "reached_answer", agreed = true }},
  {{ name = "partial_point", value = "linear", clause = "S-1", agreed = true }},
  {{ name = "training_counts", value = "special_signed", agreed = true }},
  {{ name = "total_cap", value = "no", agreed = true }},
  {{ name = "floor", value = "row", agreed = true }},
  {{ name = "quarter_score", value = "mean", agreed = true }},
  # more choices
]

[contract]
id = "small"
version = "1"
title = "Small"
languages = ["zh"]
time_zone = "Asia/Shanghai"
effective_from = 2026-01-01
effective_to = 2027-01-01
exclusion_unit = "window"
parties = {{ purchaser = "Purchaser", supplier = "Supplier" }}
fee = {{ amount = "100000.00", currency = "CNY" }}
population = {{ direction = "inbound" }}

[[figure]]
clause = "F-1"
name = "connection_rate"
shown_places = 2

# more figures

[[clause]]
id = "F-1"
kind = "kpi"
title = "Connection"
text = "Connection"
source = "4"

[[clause]]
id = "S-1"
kind = "score"
points = 60
title = "Connection"
text = "Connection"
source = "5.1"

[[clause.rule]]
kind = "step_deduction"
figure = "F-1"
target = 90
side = "at_least"
step = 1
points = 1
partial = "partial_point"
# more of S-1

[[clause]]
id = "S-2"
kind = "score"
points = 20
title = "Training"
text = "Two trainings"
source = "5.2"

[[clause.rule]]
kind = "minimum_count"
record = "training"
minimum = 2
points = 10

[[clause]]
id = "S-3"
kind = "score"
points = 20
title = "Reports"
text = "Reports"
source = "5.3"

[[clause.rule]]
kind = "duty"
record = "report"
when = {{ kind = "operations" }}
points = 20

# more of S-3

[[clause]]
id = "S-4"
kind = "score"
title = "Coefficient"
text = "What share of the fee is paid."
source = "5.4"

[[clause.rule]]
kind = "coefficient"
brackets = [
{BRACKETS}
]

# more clauses

[[deliverable]]
kind = "operations"
title = "Report"
clause = "S-3"
months_after = 1
due_day = 5
due_time = "18:00"
"""


@dataclass(frozen=True)
class Defect:
    """One edit of the clean contract, the flaw that it brings, and the clauses that have it."""

    code: str
    clauses: tuple[str, ...]
    edits: Mapping[str, str]
    numbers: Mapping[str, object]
    volumes: tuple[int, ...] = (2_000,)

    @property
    def text(self) -> str:
        """The contract with the defect."""
        text = CLEAN
        for old, new in self.edits.items():
            if old not in text:
                raise ValueError(f"{old!r} is not in the contract")
            text = text.replace(old, new)
        return text


def clause(name: str, kind: str, rules: str, points: int | None = None) -> str:
    """A clause with rules, as text."""
    given = f"points = {points}\n" if points else ""
    return (
        f'[[clause]]\nid = "{name}"\nkind = "{kind}"\ntitle = "{name}"\ntext = "{name}"\n'
        f'source = "6"\n{given}\n{rules}\n'
    )


def rule(**fields: object) -> str:
    """A rule as text; texts are quoted."""
    lines = [f"{k} = {v}" if not isinstance(v, str) else f'{k} = "{v}"' for k, v in fields.items()]
    return "\n".join(["[[clause.rule]]", *lines, ""])


def figure(name: str, which: str) -> str:
    """A figure and its clause, as text."""
    head = f'[[figure]]\nclause = "{name}"\nname = "{which}"\nshown_places = 3\n\n'
    return head + clause(name, "kpi", "")


CHOICES, FIGURES, CLAUSES = "# more choices", "# more figures", "# more clauses"
COMPLAINTS = {
    FIGURES: figure("F-2", "complaint_rate"),
    CHOICES: '{ name = "partial_step", value = "whole", clause = "S-5", agreed = true },',
    "points = 60": "points = 50",
    CLAUSES: clause(
        "S-5",
        "score",
        rule(
            kind="step_deduction",
            figure="F-2",
            target="0.05",
            side="at_most",
            step="0.01",
            points=2,
            partial="partial_step",
        ),
        10,
    ),
}
RATINGS = {
    FIGURES: figure("F-2", "satisfaction"),
    CHOICES: '{ name = "positive_ratings", value = "very_satisfied+basically_satisfied", '
    'agreed = true },\n{ name = "partial_step", value = "linear", clause = "S-5", agreed = true },',
    "points = 60": "points = 50",
    CLAUSES: clause(
        "S-5",
        "score",
        rule(
            kind="step_deduction",
            figure="F-2",
            target=80,
            side="at_least",
            step=1,
            points="0.1",
            partial="partial_step",
        ),
        10,
    ),
}
LIMIT = {
    CLAUSES: clause("S-5", "limit", rule(kind="limit", figure="F-1", target=80, side="at_least"))
}
SAMPLE = {
    CHOICES: '{ name = "qa_base", value = "recorded", agreed = true },\n'
    '{ name = "qa_round", value = "up", agreed = true },\n'
    '{ name = "partial_step", value = "whole", clause = "S-5", agreed = true },',
    "points = 60": "points = 50",
    CLAUSES: clause(
        "S-5",
        "score",
        rule(kind="sample", record="evaluation", share=1, step=10, points="0.2"),
        10,
    ),
}
LINEAR = 'value = "linear", clause = "S-1", agreed = true'
MISSING = rule(kind="per_event", record="report", count="missing", points=5)

DEFECTS = (
    Defect("cheap_to_ignore", ("S-2",), {"points = 10\n": 'points = "0.5"\n'}, {"lost": "1"}),
    Defect("cheap_to_ignore", ("S-5",), SAMPLE, {"calls": 500, "lost": "0"}, (500, 2_000)),
    Defect(
        "costs_no_money",
        ("S-2", "S-3"),
        {f"{{ from = {s}, coefficient": f"# {s}" for s in range(94, 79, -1)}
        | {"from = 95": "from = 80"},
        {"clause": "S-1", "score": "40"},
    ),
    Defect(
        "first_takes_all",
        ("S-3",),
        {"# more of S-3": rule(kind="per_event", record="confidentiality_finding", points=20)},
        {"events": 1, "lost": "20"},
    ),
    Defect(
        "without_deadline",
        ("S-3",),
        {'kind = "operations"\ntitle': 'kind = "personnel"\ntitle'},
        {},
    ),
    Defect("perfection_asked", ("S-1",), {"target = 90": "target = 100"}, {"lost": "0.05"}),
    Defect("never_lost", ("S-1",), {"target = 90": "target = 0"}, {"lost": "0", "full": "60"}),
    Defect("never_earned", ("S-1",), {"target = 90": "target = 101"}, {"lost": "1"}),
    Defect(
        "bonus_out_of_reach",
        ("S-1",),
        {
            "# more of S-1": 'bonus = { step = 2, points = "0.2", cap = 5 }',
            CHOICES: '{ name = "bonus_step", value = "whole", agreed = true },',
        },
        {"perfect": "1", "cap": "5"},
    ),
    Defect("used_up_soon", ("S-1",), {"points = 1\n": "points = 6\n"}, {"misses": 400}),
    Defect(
        "bracket_cliff",
        ("S-4",),
        {"from = 95, coefficient": 'from = 96, coefficient = "1.50" }, { from = 95, coefficient'},
        {"edge": "96", "money": "50000.00"},
    ),
    Defect(
        "step_cliff",
        ("S-1",),
        {'"linear", clause': '"whole", clause'},
        {"misses": 219, "lost": "1", "linear": "0.05"},
    ),
    Defect(
        "renewal_cliff",
        ("S-5",),
        {CLAUSES: clause("S-5", "score", rule(kind="renewal", months=10, of=12, score="96.5"))},
        {"quality": 1.25},
        (500,),
    ),
    Defect("one_event_row", ("S-5",), COMPLAINTS, {"calls": 500, "lost": "10"}, (500,)),
    Defect("lost_by_chance", ("S-5",), COMPLAINTS, {"quality": 0.5}),
    Defect("limit_cliff", ("S-5",), LIMIT, {"base": 2_000, "misses": 400}),
    Defect("free_once_broken", ("S-5",), LIMIT, {}),
    Defect("breach_costs_no_money", ("S-5",), LIMIT, {"remedy": ""}),
    Defect("broken_by_chance", ("S-5",), LIMIT, {"quality": 0.9}, (100,)),
    Defect("rewards_reject", ("S-1",), {'"arrived"': '"offered"'}, {"worse": []}),
    Defect("rewards_hold_in_menu", ("S-1",), {'"arrived"': '"offered"'}, {"worse": []}),
    Defect("rewards_no_invitation", ("S-5",), RATINGS, {"better": ["S-5"]}),
    Defect("rewards_no_recording", ("S-5",), SAMPLE, {"better": ["S-5"]}),
    Defect(
        "cheaper_to_omit",
        ("S-3",),
        {"points = 20\n\n# more": f"points = 6\n\n{MISSING}# more"},
        {"nothing": "6", "faults": 2, "faulty": "10"},
    ),
    Defect("double_punishment", ("S-1", "S-5"), LIMIT, {"clauses": ["S-1", "S-5"]}),
    Defect(
        "reading_matters",
        ("S-1",),
        {
            LINEAR: LINEAR.replace("agreed = true", "agreed = false"),
            "step = 1\n": "step = 10\n",
            "points = 1\n": "points = 20\n",
        },
        {"choice": "partial_point"},
    ),
)
