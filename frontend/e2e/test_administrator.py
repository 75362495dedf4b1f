"""An administrator's day in a real Chromium: invites, restricts, reads the audit, shuts out."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pages import pictured
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from product import Product, get_json
from test_visitor import accessibility_violations

OWN_PASSWORD = "a password of her own"


@pytest.fixture(scope="module")
def name(product: Product) -> str:
    """Of nobody yet, also where the installation was made before."""
    taken = {person["name"] for person in get_json(product, "/v1/people")["people"]}
    names = ("Ana Souza", *(f"Ana Souza {number}" for number in range(2, 1_000)))
    return next(name for name in names if name not in taken)


@pytest.fixture(scope="module")
def administrator(browser: Browser, product: Product) -> Iterator[Page]:
    """Signed in; a failed script fails the module."""
    context = browser.new_context(base_url=product.url, locale="en-US", reduced_motion="reduce")
    yield from guarded(context, lambda page: sign_in(page, "/people", "admin", product.password))


def guarded(context: BrowserContext, first) -> Iterator[Page]:
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    first(page)
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def hers(browser: Browser, product: Product) -> Iterator[Page]:
    """The browser of whom the administrator lets in."""
    context = browser.new_context(base_url=product.url, locale="pt-BR", reduced_motion="reduce")
    yield from guarded(context, lambda _page: None)


def sign_in(page: Page, path: str, who: str, password: str) -> None:
    page.goto(path)
    page.get_by_role("main").get_by_role("button", name=re.compile("Sign in|Entrar")).click()
    fill_in(page.get_by_role("dialog"), who, password)
    expect(page.get_by_role("dialog")).to_have_count(0)


def fill_in(dialog: Locator, who: str, password: str) -> None:
    dialog.get_by_label(re.compile("^(Name|Nome)")).fill(who)
    dialog.get_by_label(re.compile("^(Password|Senha)")).fill(password)
    dialog.get_by_role("button", name=re.compile("^(Sign in|Entrar)$")).click()


def person(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_text(name, exact=True))


def order(page: Page, name: str, what: str, reason: str, choose=None) -> None:
    """From the menu of a person, with the reason that is asked for."""
    page.get_by_role("button", name=f"Change {name}", exact=True).click()
    expect(page.get_by_role("menuitem", name=what)).to_be_visible()
    assert accessibility_violations(page) == []
    page.get_by_role("menuitem", name=what).click()
    dialog = page.get_by_role("dialog")
    if choose is not None:
        choose(dialog)
    dialog.get_by_label("Why?").fill(reason)
    dialog.get_by_role("button", name=what).click()


def first_password(page: Page) -> str:
    """Read once; then it is nowhere on the page."""
    dialog = page.get_by_role("dialog", name=re.compile("First password of"))
    password = dialog.get_by_label("First password", exact=True).input_value()
    assert len(password) >= 12
    assert accessibility_violations(page) == []
    dialog.get_by_role("button", name="I have passed it on").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert password not in page.content()
    return password


def may(product: Product, name: str, password: str, path: str) -> int:
    return httpx.get(product.url + path, auth=(name, password), timeout=30).status_code


def test_invites_somebody_who_chooses_a_password_of_her_own(
    administrator: Page, hers: Page, product: Product, name: str
) -> None:
    page = administrator
    page.get_by_role("button", name="Invite somebody").click()
    dialog = page.get_by_role("dialog", name="Invite somebody")
    dialog.get_by_label(re.compile("^Name")).fill(name)
    dialog.get_by_role("radio", name=re.compile("^Engineer")).check()
    dialog.get_by_label("Why?").fill("She looks after the flights.")
    assert accessibility_violations(page) == []
    dialog.get_by_role("button", name="Invite somebody").click()
    first = first_password(page)
    expect(page.get_by_role("status")).to_have_text(f"{name} has been invited.")
    expect(person(page, name)).to_contain_text("Has to choose a password")

    hers.goto("/account")
    hers.get_by_role("main").get_by_role("button", name="Entrar").click()
    fill_in(hers.get_by_role("dialog"), name, first)
    choosing = hers.get_by_role("dialog", name="Escolha uma nova senha")
    new = choosing.get_by_label(re.compile("^Nova senha"))
    new.fill(first)
    choosing.get_by_role("button", name="Definir a senha").click()
    expect(choosing.get_by_role("alert")).to_have_text("Esta é a senha atual. Escolha outra.")
    assert may(product, name, first, "/v1/training-runs") == 403, "nothing before it is chosen"
    new.fill(OWN_PASSWORD)
    choosing.get_by_role("button", name="Definir a senha").click()
    expect(hers.get_by_role("dialog")).to_have_count(0)
    expect(hers.get_by_role("region", name="Quem você é")).to_contain_text(name)
    assert may(product, name, first, "/v1/session") == 401
    assert may(product, name, OWN_PASSWORD, "/v1/training-runs") == 200


def test_a_password_that_will_not_do_is_refused_in_the_readers_language(
    hers: Page, administrator: Page, product: Product, name: str
) -> None:
    sign_in(hers, "/account", name, OWN_PASSWORD)
    form = hers.get_by_role("region", name="Senha")
    expect(form).to_be_visible()
    # The browser itself would not send one that is too short; another client would.
    hers.evaluate("document.querySelectorAll('form').forEach((form) => { form.noValidate = true })")
    for current, chosen, said in (
        (OWN_PASSWORD, "curta", "Uma senha tem de 12 a 1.000 caracteres."),
        (OWN_PASSWORD, OWN_PASSWORD, "Esta é a senha atual. Escolha outra."),
        ("not hers at all", "a better password", "A senha até agora está incorreta."),
    ):
        form.get_by_label(re.compile("^Senha até agora")).fill(current)
        form.get_by_label(re.compile("^Nova senha")).fill(chosen)
        form.get_by_role("button", name="Definir a senha").click()
        expect(form.get_by_role("alert")).to_have_text(said)
    assert accessibility_violations(hers) == []

    page = administrator
    page.goto("/account")
    form = page.get_by_role("region", name="Password")
    expect(form).to_be_visible()
    page.evaluate("document.querySelectorAll('form').forEach((form) => { form.noValidate = true })")
    for chosen, said in (
        ("short", "A password has 12 to 1,000 characters."),
        (product.password, "This is the password so far. Choose another one."),
    ):
        form.get_by_label(re.compile("^Password so far")).fill(product.password)
        form.get_by_label(re.compile("^New password")).fill(chosen)
        form.get_by_role("button", name="Set the password").click()
        expect(form.get_by_role("alert")).to_have_text(said)


def test_restricts_her_and_reads_it_in_the_audit(
    administrator: Page, product: Product, name: str, screenshots: Path
) -> None:
    page = administrator
    page.goto("/people")
    choose = lambda dialog: dialog.get_by_role("radio", name=re.compile("^Viewer")).check()  # noqa: E731
    order(page, name, "Change the role", "She reads the reports alone now.", choose)
    expect(page.get_by_role("status")).to_have_text(f"{name} has a new role: Viewer.")
    expect(person(page, name)).to_contain_text("Viewer")
    assert may(product, name, OWN_PASSWORD, "/v1/training-runs") == 403
    pictured(page, screenshots, "people")

    page.get_by_role("button", name=f"Change {name}", exact=True).click()
    page.get_by_role("menuitem", name="What was done").click()
    page.wait_for_url("**/audit?subject=*")
    newest = page.get_by_role("main").get_by_role("listitem").filter(has_text="Role changed").first
    expect(newest).to_contain_text("She reads the reports alone now.")
    expect(newest).to_contain_text("Engineer")
    expect(newest).to_contain_text("Viewer")
    expect(newest).to_contain_text("127.0.0.1")
    assert accessibility_violations(page) == []
    pictured(page, screenshots, "audit")


def test_disables_her_and_lets_her_in_again(
    administrator: Page, hers: Page, product: Product, name: str
) -> None:
    sign_in(hers, "/account", name, OWN_PASSWORD)
    page = administrator
    page.goto("/people")
    order(page, name, "Disable", "She has left.")
    expect(page.get_by_role("status")).to_have_text(f"{name} is disabled and signed out.")
    expect(person(page, name)).to_contain_text("Disabled")
    assert may(product, name, OWN_PASSWORD, "/v1/session") == 401
    hers.reload()
    expect(hers.get_by_role("main").get_by_role("button", name="Entrar")).to_be_visible()
    order(page, name, "Let in again", "She is back.")
    expect(page.get_by_role("status")).to_have_text(f"{name} is let in again.")
    assert may(product, name, OWN_PASSWORD, "/v1/session") == 200


def test_gives_her_a_new_first_password(
    administrator: Page, hers: Page, product: Product, name: str
) -> None:
    sign_in(hers, "/account", name, OWN_PASSWORD)
    page = administrator
    page.goto("/people")
    order(page, name, "New first password", "She has forgotten hers.")
    first = first_password(page)
    assert may(product, name, OWN_PASSWORD, "/v1/session") == 401
    hers.reload()
    hers.get_by_role("main").get_by_role("button", name="Entrar").click()
    fill_in(hers.get_by_role("dialog"), name, first)
    expect(hers.get_by_role("dialog", name="Escolha uma nova senha")).to_be_visible()


def test_cannot_leave_nobody_who_administers(administrator: Page) -> None:
    page = administrator
    page.goto("/people")
    order(page, "admin", "Disable", "To see what happens.")
    refusal = page.get_by_role("dialog").get_by_role("alert").filter(has_text="It was not done")
    expect(refusal).to_contain_text("This is the only administrator left.")
    expect(refusal).to_contain_text("Request ")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
