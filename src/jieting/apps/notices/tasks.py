"""Background work of notices: letters, what was left unsent, and messages to webhooks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db.models import Q

from jieting.apps.base.jobs import job, later_job
from jieting.apps.notices import jobs
from jieting.apps.notices.mail import due_for_mail, mail_due, mail_is_set_up
from jieting.apps.notices.models import Delivery, Notice
from jieting.apps.notices.webhooks import send

_KEPT = timedelta(days=180)


@job(jobs.MAIL_JOB, one_at_a_time="mail/{user_id}")
def mail(*, user_id: int) -> None:
    """Send a person what is due by e-mail."""
    mail_due(user_id, datetime.now(UTC))


@job(jobs.SWEEP_JOB, every="*/5 * * * *")
def sweep() -> None:
    """Take up letters that the mail server did not take when they were due."""
    if not mail_is_set_up():
        return
    late = due_for_mail(datetime.now(UTC)).values_list("user_id", flat=True)
    for user_id in sorted(set(late)):
        later_job(jobs.MAIL_JOB, user_id=user_id)


@job(jobs.WEBHOOK_JOB, tries=12)
def webhook(*, delivery_id: int) -> None:
    """Send a message to a webhook; about an hour of tries until it counts as lost."""
    send(delivery_id, datetime.now(UTC))


@job("notices.clear", every="35 18 * * *")
def clear() -> None:
    """Remove notices and messages of half a year ago; what they told of is in the books."""
    before = datetime.now(UTC) - _KEPT
    Notice.objects.filter(at__lt=before).exclude(Q(read_at=None) & Q(shown=True)).delete()
    Delivery.objects.filter(at__lt=before).delete()
