"""Who is in the demonstration: parties, and a person of every role and office."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "Jieting-Demo-12123"  # noqa: S105 - printed openly, for simulated data on this machine
MARK = "（演示）"


@dataclass(frozen=True, slots=True)
class DemoParty:
    """An organisation of the demonstration."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class DemoContract:
    """A contract of the demonstration, its two parties and what its accounts begin with."""

    id: str
    prefix: str
    supplier: DemoParty
    purchaser: DemoParty
    names: dict[str, str]


CONTRACTS = (
    DemoContract(
        "ningde-12123",
        "nd",
        DemoParty("demo-supplier", f"示范呼叫服务有限公司{MARK}", "supplier"),
        DemoParty("demo-traffic-police", f"示范市交通警察支队{MARK}", "purchaser"),
        {
            "agent": "林晓燕",
            "supervisor": "陈建华",
            "trainer": "黄丽娟",
            "quality_inspector": "吴志强",
            "personnel_officer": "郑雅芳",
            "contract_manager": "刘国栋",
            "purchaser_supervisor": "张振宁",
            "decider": "王海涛",
        },
    ),
    DemoContract(
        "post-loan",
        "loan",
        DemoParty("demo-finance-services", f"示范金融服务外包有限公司{MARK}", "supplier"),
        DemoParty("demo-bank", f"示范银行贷后管理中心{MARK}", "purchaser"),
        {
            "agent": "何静怡",
            "supervisor": "罗文斌",
            "trainer": "梁秋月",
            "quality_inspector": "宋佳琪",
            "personnel_officer": "唐淑敏",
            "contract_manager": "许明哲",
            "purchaser_supervisor": "韩立新",
            "decider": "冯思远",
        },
    ),
)
OFFICES = {
    "system_administrator": ("sysadmin", "赵启明"),
    "security_administrator": ("secadmin", "孙慧敏"),
    "audit_administrator": ("auditadmin", "周正言"),
}
SHORT = {
    "agent": "agent",
    "supervisor": "supervisor",
    "trainer": "trainer",
    "quality_inspector": "quality",
    "personnel_officer": "personnel",
    "contract_manager": "manager",
    "purchaser_supervisor": "purchaser",
    "decider": "decider",
}


def username(contract: DemoContract, role: str) -> str:
    """The sign-in name of a role in a contract of the demonstration."""
    return f"{contract.prefix}-{SHORT[role]}"
