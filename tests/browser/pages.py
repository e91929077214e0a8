"""Where the pages of the product are, and who sees them: for screenshots and for looks at all."""

from __future__ import annotations

from dataclasses import dataclass, field

NINGDE = "/c/ningde-12123/"
CALLS = f"{NINGDE}calls/"
LOAN = "/c/post-loan/"
MONTH = f"{NINGDE}months/2026-10/"
LOAN_MONTH = f"{LOAN}months/2026-10/"


@dataclass(frozen=True)
class Stop:
    """A page: its address, the links to follow from there, and what to press once it is open."""

    name: str
    who: str
    path: str
    follow: tuple[str, ...] = ()
    press: tuple[str, ...] = ()
    status: int = field(default=200)


ROW = "main a.row-link"
DISPUTE = "main .actions a[href$='/dispute/']"
REPORT = "#months a[href*='/report/']"
FORM = "#months a[href*='/self-assessment/']"

SIGNED_OUT = (
    Stop("sign-in", "", "/accounts/login/"),
    Stop("session-ended", "", "/accounts/login/?ended=idle"),
)
OF_A_CONTRACT = (
    Stop("board", "nd-manager", NINGDE),
    Stop("board-of-purchaser", "nd-decider", NINGDE),
    Stop("board-of-agent", "nd-agent", NINGDE),
    Stop("months", "nd-manager", f"{NINGDE}months/"),
    Stop("month", "nd-manager", MONTH),
    Stop("month-of-purchaser", "nd-purchaser", MONTH),
    Stop("line", "nd-manager", f"{MONTH}lines/N-5.2.3/"),
    Stop("limit", "nd-manager", f"{MONTH}lines/N-4.1/"),
    Stop("figure", "nd-manager", f"{MONTH}figures/N-4.1/"),
    Stop("figure-calls", "nd-manager", f"{MONTH}figures/N-4.1/calls/?part=not_counted"),
    Stop("month-calls", "nd-manager", f"{MONTH}calls/?count=abandoned"),
    Stop("month-records", "nd-manager", f"{MONTH}records/complaint/"),
    Stop("readings", "nd-manager", f"{MONTH}readings/"),
    Stop("records", "nd-manager", f"{NINGDE}records/"),
    Stop("calls", "nd-supervisor", f"{NINGDE}calls/"),
    Stop("calls-found-nothing", "nd-supervisor", f"{NINGDE}calls/?text=nothing-like-it&all=1"),
    Stop(
        "search-by-caller", "nd-supervisor", f"{NINGDE}calls/", (), ("[data-opens=caller-search]",)
    ),
    Stop("call", "nd-supervisor", f"{CALLS}?outcome=answered&all=1", (ROW,)),
    Stop(
        "unmask",
        "nd-supervisor",
        f"{CALLS}?outcome=answered&all=1",
        (ROW,),
        ("[data-opens=unmask]",),
    ),
    Stop("imports", "nd-manager", f"{NINGDE}imports/"),
    Stop("import-new", "nd-manager", f"{NINGDE}imports/new/"),
    Stop("import", "nd-manager", f"{NINGDE}imports/", (ROW,)),
    Stop("contract", "nd-manager", f"{NINGDE}contract/"),
    Stop("tokens", "nd-manager", f"{NINGDE}tokens/"),
    Stop("api", "nd-manager", "/api/"),
    Stop("loan-board", "loan-manager", LOAN),
    Stop("loan-month", "loan-manager", LOAN_MONTH),
    Stop("loan-readings", "loan-manager", f"{LOAN_MONTH}readings/"),
    Stop("loan-contract", "loan-decider", f"{LOAN}contract/"),
    Stop("loan-calls", "loan-supervisor", f"{LOAN}calls/"),
)
MOVES = f"{NINGDE}moves/"
SEAL = f"{NINGDE}months/2026-09/seal/"
QUARTER = f"{NINGDE}quarters/2026-07/"
LOAN_MOVES = f"{LOAN}moves/"
OF_THE_BOOKS = (
    Stop("inbox", "nd-manager", f"{NINGDE}inbox/"),
    Stop("inbox-of-purchaser", "nd-decider", f"{NINGDE}inbox/"),
    Stop("moves", "nd-manager", MOVES),
    Stop("moves-found-nothing", "nd-manager", f"{MOVES}?word=nothing-like-it"),
    Stop("moves-menu", "nd-decider", MOVES, (), ("main .actions .menu summary",)),
    *(
        Stop(f"new-{kind}", "nd-decider", f"{MOVES}new/{kind}/")
        for kind in (
            "exclusion",
            "complaint",
            "confidentiality",
            "violation",
            "spot_check",
            "inspection",
            "task",
        )
    ),
    Stop("new-filing", "nd-manager", f"{MOVES}new/filing/"),
    Stop("new-suspension", "loan-decider", f"{LOAN_MOVES}new/suspension/"),
    Stop("exclusion", "nd-decider", f"{MOVES}?kind=exclusion&state=open", (ROW,)),
    Stop("exclusion-of-supplier", "nd-manager", f"{MOVES}?kind=exclusion&state=open", (ROW,)),
    Stop("complaint", "nd-decider", f"{MOVES}?kind=complaint", (ROW,)),
    Stop("violation", "loan-decider", f"{LOAN_MOVES}?kind=violation", (ROW,)),
    Stop("dispute-new", "loan-decider", f"{LOAN_MOVES}?kind=exclusion", (ROW, DISPUTE)),
    Stop("line-dispute", "nd-manager", f"{MONTH}lines/N-5.2.3/dispute/"),
    Stop("deliverables", "nd-manager", f"{NINGDE}deliverables/"),
    Stop("deliverables-of-purchaser", "nd-decider", f"{NINGDE}deliverables/"),
    Stop("report", "nd-manager", f"{NINGDE}deliverables/", (REPORT,)),
    Stop("report-of-purchaser", "nd-decider", f"{NINGDE}deliverables/", (REPORT,)),
    Stop("self-assessment", "nd-manager", f"{NINGDE}deliverables/", (FORM,)),
    Stop("seal", "nd-manager", SEAL),
    Stop("seal-with-open-moves", "nd-decider", f"{MONTH}seal/"),
    Stop("quarters", "nd-manager", f"{NINGDE}quarters/"),
    Stop("quarter", "nd-decider", QUARTER),
    Stop("quarter-before", "nd-manager", f"{NINGDE}quarters/2026-04/"),
    Stop("loan-quarters", "loan-decider", f"{LOAN}quarters/"),
    Stop("loan-quarter", "loan-decider", f"{LOAN}quarters/2026-07/"),
    Stop("calendar", "nd-manager", f"{NINGDE}contract/calendar/"),
    Stop("loan-calendar", "loan-decider", f"{LOAN}contract/calendar/"),
    Stop("amend", "nd-manager", f"{NINGDE}contract/amend/"),
    Stop("amend-text", "nd-manager", f"{NINGDE}contract/amend/text/"),
    Stop("new-contract", "nd-decider", "/contracts/new/"),
    Stop("trial", "nd-manager", f"{NINGDE}trial/"),
    Stop("notices", "nd-decider", "/notices/"),
    Stop("notice-choices", "nd-decider", "/notices/choices/"),
    Stop("webhooks", "nd-manager", f"{NINGDE}webhooks/"),
)
LINE = f"{NINGDE}line/"
RECORDINGS = f"{NINGDE}recordings/"
OF_THE_LINE = (
    Stop("line-overview", "nd-supervisor", LINE),
    Stop("line-overview-of-purchaser", "nd-decider", LINE),
    Stop("line-seat", "nd-agent", f"{LINE}seat/"),
    Stop("line-call-backs", "nd-supervisor", f"{LINE}call-backs/"),
    Stop("line-emergency", "nd-supervisor", f"{LINE}emergency/"),
    Stop("line-findings", "nd-supervisor", f"{LINE}findings/"),
    Stop("line-satisfaction", "nd-quality", f"{LINE}satisfaction/"),
    Stop("line-plan", "nd-supervisor", f"{LINE}plan/"),
    Stop("line-prompts", "nd-supervisor", f"{LINE}plan/prompts/"),
    Stop("recordings", "nd-quality", RECORDINGS),
)
OF_A_PERSON = (
    Stop("password", "nd-manager", "/accounts/password/change/"),
    Stop("second-factor", "nd-manager", "/accounts/2fa/"),
    Stop("second-factor-set-up", "nd-trainer", "/"),
    Stop("sessions", "nd-manager", "/accounts/sessions/"),
    Stop("keys", "nd-manager", NINGDE, (), ("[data-opens=keys]",)),
    Stop("sign-out", "nd-manager", "/accounts/logout/"),
    Stop("forbidden", "nd-agent", f"{NINGDE}calls/", status=403),
    Stop("not-there", "nd-agent", LOAN, status=404),
)
OF_AN_OFFICE = (
    Stop("people", "secadmin", "/people/"),
    Stop("person", "secadmin", "/people/", (ROW,)),
    Stop("person-new", "secadmin", "/people/new/"),
    Stop("parties", "secadmin", "/parties/"),
    Stop("audit", "auditadmin", "/audit/"),
    Stop("audit-entry", "auditadmin", "/audit/", (ROW,)),
    Stop("system", "sysadmin", "/system/"),
)
STOPS = (*SIGNED_OUT, *OF_A_CONTRACT, *OF_THE_BOOKS, *OF_THE_LINE, *OF_A_PERSON, *OF_AN_OFFICE)
"""Every page of the product, each as somebody who uses it sees it."""
