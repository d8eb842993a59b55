"""The first half of the main job, in a real browser, from an empty instance to hours signed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from msp_du.domain import calendar
from msp_du.domain.calendar import PARIS
from tests.support.browser import DESKTOP, Visit
from tests.support.commands import Run
from tests.support.live import Site
from tests.support.opening_steps import (
    CONTACT,
    Stay,
    agree,
    approve,
    import_class_list,
    import_curriculum,
    log_and_submit,
    open_cohort,
    open_host,
    open_placement,
    open_year,
    see_hours,
)
from tests.support.story import (
    PHONE,
    Browser,
    Setting,
    address,
    invitation,
    open_accounts,
    spaced,
)

ROOT = Path(__file__).parents[2]
CURRICULUM = ROOT / "msp_du/data/curricula/du-msp-2026.yaml"
CLASS_LIST = ROOT / "tests/files/data/class-list-nasty.csv"
TRAINEE = "yasmine.benali@example.org"

SETTINGS = [
    pytest.param(Setting("sqlite", PHONE, True), id="phone"),
    pytest.param(Setting("sqlite", DESKTOP, False), id="without-scripts"),
    pytest.param(Setting("postgresql", DESKTOP, True), id="postgresql"),
]


@pytest.mark.parametrize("setting", SETTINGS, indirect=True)
def test_from_a_curriculum_and_a_class_list_to_signed_hours(
    site: Site, setting: Setting, visit: Visit, command: Run
) -> None:
    links = open_accounts(command, coordinator="Ada Roy")
    today = calendar.today(datetime.now(UTC), PARIS)
    coordinator = Browser(site, setting, visit)
    coordinator.open_account(links["coordinator"], address("coordinator"))
    import_curriculum(coordinator, CURRICULUM, shown=("700 h", "420 h"))
    open_year(coordinator, today)
    open_cohort(coordinator)
    ignored = "La colonne « Observations » n’est pas connue : elle est ignorée."
    import_class_list(coordinator, CLASS_LIST, 24, shown=(ignored,))
    open_host(coordinator)
    open_placement(coordinator, Stay("Yasmine", 140), today)
    agree(coordinator)

    trainee = Browser(site, setting, visit)
    trainee.open_account(invitation(site, TRAINEE), TRAINEE)
    trainee.look("Bonjour Yasmine")
    log_and_submit(trainee)
    trainee.says("0 h sur 280 h")

    contact = Browser(site, setting, visit)
    contact.open_account(invitation(site, CONTACT), CONTACT)
    approve(contact)

    see_hours(trainee, of_stay=280, of_diploma=700)
    coordinator.go("Promotions", "P2026")
    row = coordinator.page.get_by_role("row", name="Yasmine")
    expect(row).to_contain_text(spaced("7 h sur 700 h"))
