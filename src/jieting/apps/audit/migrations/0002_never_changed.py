"""Nobody, not even the owner of the table, changes or removes an entry by a plain statement."""

from django.db import migrations

_FORWARD = """
CREATE FUNCTION audit_entry_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is only added to: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_never_changed();
"""
_BACKWARD = """
DROP TRIGGER never_changed ON audit_entry;
DROP FUNCTION audit_entry_never_changed();
"""


class Migration(migrations.Migration):
    """A trigger before every update, delete and truncate."""

    dependencies = (("audit", "0001_initial"),)
    operations = (migrations.RunSQL(_FORWARD, _BACKWARD),)
