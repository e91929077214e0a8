from datetime import UTC, date, datetime, time, timedelta

import pytest

from jieting.domain.contracts.calendar import WEEKDAYS, Hours, ServiceCalendar
from jieting.installation.checks import Looked
from jieting.installation.checks.about_switch import check_days, last_days
from jieting.installation.home import Home
from jieting.installation.switch_setup import SwitchSetup, keep_setup
from jieting.switches.asterisk.render.hours import DAYS
from tests.switch.render_case import TODAY, files, line
from tests.unit.line.plans import example

CALENDAR = ServiceCalendar((Hours(WEEKDAYS, time(9), time(17)),))


def dialplan():
    return files(line(), line(example("post-loan"), calendar=CALENDAR))["extensions.conf"]


def test_the_last_day_is_that_of_the_lines_with_hours():
    assert last_days(dialplan()) == {"post-loan": TODAY + timedelta(days=DAYS)}


@pytest.mark.parametrize(("day", "told"), [(TODAY, []), (date(2027, 12, 1), ["days_run_out"])])
def test_hours_that_run_out_soon_are_told(tmp_path, day, told):
    place = Home(tmp_path / "home")
    folders = ("etc", "logs", "spool", "sounds", "lib", "run", "data", "installed", "modules")
    keep_setup(place, SwitchSetup(system="jt1", **{n: str(tmp_path / n) for n in folders}))
    looked = Looked(place, datetime(day.year, day.month, day.day, tzinfo=UTC), {})
    assert list(check_days(looked)) == []
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "extensions.conf").write_text(dialplan())
    assert [finding.code for finding in check_days(looked)] == told


def test_without_a_switch_there_is_nothing_to_say(tmp_path):
    assert list(check_days(Looked(Home(tmp_path), datetime(2026, 11, 22, tzinfo=UTC), {}))) == []
