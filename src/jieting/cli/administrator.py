"""``jieting administrator``: administrators added at a terminal of the server, the first one too.

Nobody signs up, and only the security administrator makes people; so the first of them comes from
whoever runs the server, who holds its keys anyway. The audit log says that it came this way.
"""

from __future__ import annotations

from datetime import UTC, datetime

import click

from jieting.cli.application import ready
from jieting.cli.options import language_option
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.said import Said, say
from jieting.language import Language

OFFICES = {
    "security": "security_administrator",
    "system": "system_administrator",
    "audit": "audit_administrator",
}


@click.command()
@click.argument("username")
@click.option("--name", required=True, help="Full name of the person.")
@click.option(
    "--office",
    type=click.Choice(tuple(OFFICES)),
    default="security",
    show_default=True,
    help="What the person administers.",
)
@language_option
def administrator(username: str, name: str, office: str, lang: str) -> None:
    """Add an administrator and print a one-time password, which the first sign-in replaces.

    Begin an installation with a security administrator, who makes everybody else on the pages.
    Exit code 3 where the sign-in name is taken.
    """
    language = Language(lang)
    for said in _add(username, name, OFFICES[office], lang):
        click.echo(language.render(said))


def _add(username: str, name: str, office: str, lang: str) -> tuple[Said, ...]:
    ready()
    from django.utils import translation

    from jieting.apps.accounts.people_actions import add_person
    from jieting.apps.accounts.words import role_word
    from jieting.apps.base.actor import Actor

    with translation.override("en" if lang == "en" else "zh-hans"):
        username, name = _checked(username, name)
    by = Actor(name="jieting administrator", role="system", way="cli")
    user, password = add_person(
        by=by, at=datetime.now(UTC), username=username, name=name, office=office
    )
    return (
        say("{name} is {office}: {username}", name=user.name, office=role_word(office),
            username=user.username),
        say("One-time password, shown only here: {password}", password=password),
    )  # fmt: skip


def _checked(username: str, name: str) -> tuple[str, str]:
    """Both names as the page of new people takes them. Errors: BadInput."""
    from jieting.apps.accounts.people_forms import NewPersonForm

    form = NewPersonForm({"username": username, "name": name}, party=None)
    if not form.is_valid():
        raise BadInput(
            [
                Finding(
                    "name_unfit",
                    say("This cannot be used: {value}", value=repr(form.data[field])),
                    say("{reason}", reason=" ".join(map(str, errors))),
                    say("Correct it and run the command again."),
                    Place("USERNAME" if field == "username" else "--name"),
                )
                for field, errors in form.errors.items()
            ]
        )
    return form.cleaned_data["username"], form.cleaned_data["name"]
