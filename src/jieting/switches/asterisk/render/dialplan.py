"""Writing a dialplan: contexts of extensions of steps, and how a milestone is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jieting.domain.line.facts import FactKind
from jieting.switches.asterisk.milestone import DATE_FORMAT, NAME
from jieting.switches.asterisk.render.safe import Unsafe

TELL = "jt-tell"
ENDED = "jt-ended"
ANSWERED = "jt-answered"
CALLED = "jt-called"
IN = "jt-in"
"""Contexts that all lines share."""


BLOCKING = ("Dial", "Playback", "Queue", "Read")
"""Steps that take their time. A reload while one runs goes on with the new dialplan's next
priority, so each has the same place in its extension whatever the plan says beside it."""


@dataclass(slots=True)
class Context:
    """A context: extension to its steps, each with a label or without, and comments before it."""

    name: str
    extensions: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    def add(self, extension: str, steps: Iterable[str | tuple[str, str]]) -> None:
        """An extension with its steps; a step is its application, or label and application."""
        # The switch overlooks hyphens when it compares extensions.
        if extension.replace("-", "") in {known.replace("-", "") for known in self.extensions}:
            raise Unsafe("a second extension", extension)
        self.extensions[extension] = [("", s) if isinstance(s, str) else s for s in steps]

    def text(self) -> str:
        """The context as it stands in the file."""
        lines = [f"[{self.name}]"]
        for extension, steps in self.extensions.items():
            if extension in self.comments:
                lines.append(f"; {self.comments[extension]}")
            for place, (label, step) in enumerate(steps, start=1):
                mark = f"({label})" if label else ""
                head = f"exten => {extension},1{mark}," if place == 1 else f" same => n{mark},"
                lines.append(head + _one(step))
        return "\n".join(lines)


def told(kind: FactKind, **words: str) -> list[str]:
    """The steps that tell a milestone.

    A word's value is text that is URI-encoded already, or the switch's own expression for such.
    """
    data = "&".join(f"{name}={value}" for name, value in words.items())
    return [f"Set(JT_DATA={data})", f"Gosub({TELL},s,1({kind}))"]


def coded(expression: str) -> str:
    """The switch's expression for a value that may be any text, so that it can be a word."""
    return f"${{URIENCODE({expression})}}"


def when(condition: str, then: str, otherwise: str = "") -> str:
    """A step that goes elsewhere under a condition."""
    return f"GotoIf($[{condition}]?{then}{':' + otherwise if otherwise else ''})"


def same(variable: str, text: str) -> str:
    """The condition that a variable of digits or of our own words is ``text``."""
    return f'"${{{variable}}}"="{text}"'


def telling() -> Context:
    """What every milestone goes through: its time is taken once, and it is told by both ways."""
    made = Context(TELL)
    made.add(
        "s",
        [
            f"Set(LOCAL(text)=${{STRFTIME(,UTC,{DATE_FORMAT})}},${{ARG1}},{coded('${JT_DATA}')})",
            f"CELGenUserEvent({NAME},${{text}})",
            # The quotes keep the commas from making three lines of it.
            f'UserEvent({NAME},"Text: ${{text}}")',
            "Return()",
        ],
    )
    return made


def joined(contexts: Sequence[Context]) -> str:
    """A dialplan's contexts, an empty line between them."""
    return "\n\n".join(context.text() for context in contexts) + "\n"


def _one(step: str) -> str:
    if ";" in step or not step.isprintable():
        raise Unsafe("a step", step)
    return step
