"""Guesses, shown and never silent: what a foreign column may be, and what its codes may mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from jieting.domain.calls.call import COLUMNS, OBLIGATORY
from jieting.domain.errors import BadInput
from jieting.switches.mapping import Mapping as Rules
from jieting.switches.mapping_file import parse_mapping

DATE = "date"
"""What a column is that holds the day of all times of its row."""

_USUAL: dict[str, tuple[str, ...]] = {
    "call_id": ("流水号", "编号", "通话id", "呼叫id", "会话id", "callid", "uniqueid", "id"),
    "direction": ("呼叫类型", "呼叫方向", "方向", "类型"),
    "queue": ("技能组", "队列", "技能", "业务组"),
    "caller": ("主叫号码", "主叫", "来电号码", "客户号码", "手机号", "callerid", "ani"),
    "arrived_at": ("进线时间", "呼入时间", "来电时间", "开始时间", "开始", "starttime", "start"),
    "queued_at": ("排队开始时间", "入队时间", "进入队列时间", "排队时间"),
    "answered_at": ("应答时间", "接听时间", "接通时间", "answertime"),
    "ended_at": ("挂断时间", "结束时间", "结束", "endtime", "end"),
    "outcome": ("通话结果", "结果", "呼叫结果", "通话状态", "result", "status"),
    "agent": ("坐席工号", "座席工号", "工号", "坐席", "座席", "客服工号"),
    "talk_s": ("通话时长", "通话秒数", "通话时间", "duration"),
    "hold_s": ("保持时长", "保持时间"),
    "wrap_up_s": ("话后处理时长", "话后时长", "整理时长"),
    "rating": ("满意度评价", "满意度", "评价", "评价结果"),
    "recording": ("录音", "录音文件", "录音地址"),
    "source": ("来源", "平台"),
    DATE: ("日期", "day"),
}
_USUAL_CODES: dict[str, dict[str, str]] = {
    "direction": {"呼入": "inbound", "来电": "inbound", "呼出": "outbound", "外呼": "outbound"},
    "outcome": {
        "人工接听": "answered", "接通": "answered", "已接听": "answered", "已接": "answered",
        "IVR自助服务": "served_by_ivr", "自助服务": "served_by_ivr",
        "IVR放弃": "abandoned_in_ivr", "排队放弃": "abandoned", "放弃": "abandoned",
        "排队溢出": "overflowed", "溢出": "overflowed", "未接入": "rejected", "拒绝": "rejected",
    },
    "rating": {
        "非常满意": "very_satisfied", "满意": "satisfied", "基本满意": "basically_satisfied",
        "不满意": "dissatisfied", "非常不满意": "very_dissatisfied", "未评价": "",
    },
    "recording": {"有": "y", "无": "n", "是": "y", "否": "n", "yes": "y", "no": "n"},
}  # fmt: skip
FORMATS = (
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%d %H:%M",
    "%Y%m%d%H%M%S",
    "%Y%m%d %H%M%S",
    "%Y%m%d %H:%M:%S",
    "%Y.%m.%d %H:%M:%S",
    "%Y年%m月%d日 %H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S",
    "%d.%m.%Y %H:%M:%S",
    "%y%m%d %H:%M:%S",
)
"""Forms of times that a person can choose from; ISO 8601 is always read."""


def guessed_columns(names: Sequence[str], known: Iterable[Rules]) -> dict[str, str]:
    """Foreign column to ours, each of ours at most once; columns that nobody knows are missing.

    Our own names come first, then what saved mappings say, then what such columns are called.
    """
    mappings = list(known)
    found: dict[str, str] = {}
    for name in names:
        for ours in _candidates(name, mappings):
            if ours not in found.values():
                found[name] = ours
                break
    return found


def _candidates(name: str, known: Sequence[Rules]) -> Iterable[str]:
    if name in COLUMNS and name != "source_ref":
        yield name
    for rules in known:
        for table in (rules.texts, rules.times, rules.seconds):
            for ours, cases in table.items():
                if any(name in case.columns for case in cases):
                    yield ours
    plain = name.casefold().replace(" ", "").replace("_", "")
    for ours, usual in _USUAL.items():
        if plain in usual:
            yield ours


def guessed_code(ours: str, theirs: str, known: Iterable[Rules]) -> str | None:
    """Our code for one of theirs; None where nobody knows it."""
    for rules in known:
        if theirs in rules.codes.get(ours, {}):
            return rules.codes[ours][theirs]
    return _USUAL_CODES.get(ours, {}).get(theirs)


def fitting(names: Sequence[str], texts: Mapping[str, str]) -> str | None:
    """Of mappings by key, the one that reads most of these columns; None where none fits.

    One fits that finds every column it reads, and leaves no obligatory column of ours untold.
    """
    best, most = None, 0
    for key, text in texts.items():
        try:
            rules = parse_mapping(text, key)
        except BadInput:
            continue  # a saved mapping from before a key was renamed fits nothing
        used = {column for column, _ in rules.used()}
        told = rules.names() | set(names)
        if used <= set(names) and told.issuperset(OBLIGATORY) and len(used) > most:
            best, most = key, len(used)
    return best
