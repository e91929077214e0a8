"""Roles, offices and rights: who may do what, as one table."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person is in a contract."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    TRAINER = "trainer"
    QUALITY_INSPECTOR = "quality_inspector"
    PERSONNEL_OFFICER = "personnel_officer"
    CONTRACT_MANAGER = "contract_manager"
    PURCHASER_SUPERVISOR = "purchaser_supervisor"
    DECIDER = "decider"


class Office(StrEnum):
    """What an administrator is; the three never meet in one person, and none sees business data."""

    SYSTEM = "system_administrator"
    SECURITY = "security_administrator"
    AUDIT = "audit_administrator"


class Right(StrEnum):
    """What may be done; a page or an API route asks for exactly one."""

    SEE_BOARD = "see_board"
    SEE_MONTH = "see_month"
    SEE_CONTRACT = "see_contract"
    SEE_CALLS = "see_calls"
    EXPORT_CALLS = "export_calls"
    SEE_IMPORTS = "see_imports"
    UNMASK_CALLER = "unmask_caller"
    IMPORT_CALLS = "import_calls"
    KEEP_RECORDS = "keep_records"
    SEE_LINE = "see_line"
    RUN_LINE = "run_line"
    PLAN_LINE = "plan_line"
    SERVE_QUEUES = "serve_queues"
    HEAR_RECORDINGS = "hear_recordings"
    DELETE_RECORDINGS = "delete_recordings"
    SEE_MOVES = "see_moves"
    MAKE_MOVES = "make_moves"
    DECIDE_MOVES = "decide_moves"
    SUBMIT_REPORTS = "submit_reports"
    SIGN = "sign"
    AMEND_CONTRACT = "amend_contract"
    MAKE_TOKENS = "make_tokens"
    RUN_SYSTEM = "run_system"
    MANAGE_PEOPLE = "manage_people"
    SEE_AUDIT = "see_audit"


SUPPLIER_ROLES = frozenset(
    {
        Role.AGENT,
        Role.SUPERVISOR,
        Role.TRAINER,
        Role.QUALITY_INSPECTOR,
        Role.PERSONNEL_OFFICER,
        Role.CONTRACT_MANAGER,
    }
)
PURCHASER_ROLES = frozenset({Role.PURCHASER_SUPERVISOR, Role.DECIDER})

_STAFF = SUPPLIER_ROLES - {Role.AGENT}
_CALLS = frozenset({Role.SUPERVISOR, Role.QUALITY_INSPECTOR, Role.CONTRACT_MANAGER})

RIGHTS: dict[Right, frozenset[Role | Office]] = {
    Right.SEE_BOARD: SUPPLIER_ROLES | PURCHASER_ROLES,
    Right.SEE_MONTH: _STAFF | PURCHASER_ROLES,
    Right.SEE_CONTRACT: SUPPLIER_ROLES | PURCHASER_ROLES,
    Right.SEE_CALLS: _CALLS | PURCHASER_ROLES,
    Right.EXPORT_CALLS: _CALLS | PURCHASER_ROLES,
    Right.SEE_IMPORTS: _CALLS | PURCHASER_ROLES,
    Right.UNMASK_CALLER: frozenset({Role.SUPERVISOR, Role.QUALITY_INSPECTOR, Role.DECIDER}),
    Right.IMPORT_CALLS: frozenset({Role.SUPERVISOR, Role.CONTRACT_MANAGER}),
    Right.KEEP_RECORDS: frozenset({Role.CONTRACT_MANAGER}),
    Right.SEE_LINE: frozenset({Role.SUPERVISOR, Role.QUALITY_INSPECTOR, Role.CONTRACT_MANAGER})
    | PURCHASER_ROLES,
    Right.RUN_LINE: frozenset({Role.SUPERVISOR, Role.CONTRACT_MANAGER}),
    Right.PLAN_LINE: frozenset({Role.SUPERVISOR, Role.CONTRACT_MANAGER}),
    Right.SERVE_QUEUES: frozenset({Role.AGENT, Role.SUPERVISOR}),
    Right.HEAR_RECORDINGS: frozenset(
        {Role.SUPERVISOR, Role.QUALITY_INSPECTOR, Role.CONTRACT_MANAGER}
    )
    | PURCHASER_ROLES,
    Right.DELETE_RECORDINGS: frozenset({Role.CONTRACT_MANAGER}),
    Right.SEE_MOVES: _STAFF | PURCHASER_ROLES,
    Right.MAKE_MOVES: _STAFF | PURCHASER_ROLES,
    Right.DECIDE_MOVES: frozenset({Role.SUPERVISOR, Role.CONTRACT_MANAGER}) | PURCHASER_ROLES,
    Right.SUBMIT_REPORTS: frozenset(
        {Role.SUPERVISOR, Role.PERSONNEL_OFFICER, Role.CONTRACT_MANAGER}
    ),
    Right.SIGN: frozenset({Role.CONTRACT_MANAGER, Role.DECIDER}),
    Right.AMEND_CONTRACT: frozenset({Role.CONTRACT_MANAGER, Role.DECIDER}),
    Right.MAKE_TOKENS: frozenset({Role.CONTRACT_MANAGER, Role.DECIDER}),
    Right.RUN_SYSTEM: frozenset({Office.SYSTEM}),
    Right.MANAGE_PEOPLE: frozenset({Office.SECURITY}),
    Right.SEE_AUDIT: frozenset({Office.AUDIT}),
}
"""Right to the roles and offices that have it."""

OFFICE_RIGHTS = frozenset({Right.RUN_SYSTEM, Right.MANAGE_PEOPLE, Right.SEE_AUDIT})
"""Rights that belong to an office and to no contract."""
