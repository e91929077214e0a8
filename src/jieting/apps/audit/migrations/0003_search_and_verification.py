"""Free text is found through an index of its trigrams; checks of the log are kept."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

_FORWARD = """
CREATE INDEX audit_entry_words ON audit_entry USING gin (
    (actor || ' ' || object || ' ' || reason || ' ' || detail::text) gin_trgm_ops
)
"""


class Migration(migrations.Migration):
    """The extension, the index and the table."""

    dependencies = (("audit", "0002_never_changed"),)
    operations = (
        TrigramExtension(),
        migrations.RunSQL(_FORWARD, "DROP INDEX audit_entry_words"),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("outcome", "done"), _negated=True),
                fields=["outcome", "-number"],
                name="audit_entry_not_done",
            ),
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "Queued"), ("running", "Running"), ("done", "Done")],
                        default="queued",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=150)),
                ("total", models.BigIntegerField(default=0)),
                ("entries", models.BigIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
                ("head", models.CharField(blank=True, max_length=90)),
                ("errors", models.BigIntegerField(default=0)),
                ("found", models.BigIntegerField(default=0)),
                ("findings", models.JSONField(default=list)),
            ],
            options={"ordering": ("-pk",)},
        ),
    )
