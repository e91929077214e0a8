"""What roles, offices and rights are called on a page."""

from __future__ import annotations

from collections.abc import Iterable

from jieting.apps.accounts.roles import Office, Right, Role
from jieting.apps.base.words import page_language, tell
from jieting.domain.said import Said, say

ROLE_WORDS: dict[Role | Office, Said] = {
    Role.AGENT: say("Agent"),
    Role.SUPERVISOR: say("Supervisor"),
    Role.TRAINER: say("Trainer"),
    Role.QUALITY_INSPECTOR: say("Quality inspector"),
    Role.PERSONNEL_OFFICER: say("Personnel officer"),
    Role.CONTRACT_MANAGER: say("Contract manager"),
    Role.PURCHASER_SUPERVISOR: say("Purchaser's supervisor"),
    Role.DECIDER: say("Purchaser's decider"),
    Office.SYSTEM: say("System administrator"),
    Office.SECURITY: say("Security administrator"),
    Office.AUDIT: say("Audit administrator"),
}

RIGHT_WORDS: dict[Right, Said] = {
    Right.SEE_BOARD: say("See the clause board"),
    Right.SEE_MONTH: say("See the month: lines, points, figures"),
    Right.SEE_CONTRACT: say("Read the contract"),
    Right.SEE_CALLS: say("See the calls"),
    Right.EXPORT_CALLS: say("Export the calls"),
    Right.SEE_IMPORTS: say("See the imports and what was found in them"),
    Right.UNMASK_CALLER: say("See a caller's full number, with a reason"),
    Right.IMPORT_CALLS: say("Import calls"),
    Right.KEEP_RECORDS: say("Keep the records of the month"),
    Right.SEE_LINE: say("See the line: who waits, who is signed in, what the switch told"),
    Right.RUN_LINE: say("Run the line: emergency announcement, agents' places, findings"),
    Right.PLAN_LINE: say("Plan the line: menus, queues, agents, prompts, trunks"),
    Right.SERVE_QUEUES: say("Sign in to queues, call people back"),
    Right.HEAR_RECORDINGS: say("Hear recordings, with a reason"),
    Right.DELETE_RECORDINGS: say("Delete recordings whose time is over, with a certificate"),
    Right.SEE_MOVES: say("See the moves of both parties, with their files"),
    Right.MAKE_MOVES: say("Open moves and answer them"),
    Right.DECIDE_MOVES: say("Decide on moves of the other side"),
    Right.SUBMIT_REPORTS: say("Write and hand in reports and self-assessments"),
    Right.SIGN: say("Sign sealed months and settlements"),
    Right.AMEND_CONTRACT: say("Agree to readings, propose and decide versions of the contract"),
    Right.MAKE_TOKENS: say("Make tokens for programs"),
    Right.RUN_SYSTEM: say("Run the system"),
    Right.MANAGE_PEOPLE: say("Manage people"),
    Right.SEE_AUDIT: say("Search the audit log"),
}


def role_word(name: str) -> Said:
    """What a role or office is called. Errors: KeyError for a name that is neither."""
    return ROLE_WORDS[Office(name) if name in {*Office} else Role(name)]


def roles_told(names: Iterable[str]) -> str:
    """Several roles in one line, in the order in which the house lists them."""
    wanted = set(names)
    told = [tell(word) for role, word in ROLE_WORDS.items() if role in wanted]
    return ("、" if page_language() == "zh" else ", ").join(told)
