"""Names of the jobs of this app, for those who defer them."""

from __future__ import annotations

MAIL_JOB = "notices.mail"
SWEEP_JOB = "notices.sweep"
WEBHOOK_JOB = "notices.webhook"
