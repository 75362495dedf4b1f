"""Signing in with a real OpenID Connect provider, by its own pages; and what is refused."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from api.adapters.database import read_session, write_session
from api.adapters.settings import Settings
from api.core import audit
from api.core.access import attempts
from api.core.tables import AuditEntry, Person, SignInAttempt, WebSession
from api.http.app import Application, compose
from api.http.authentication import CSRF_HEADER, SESSION_COOKIE
from api.http.routes.openid import BROWSER_COOKIE, CALLBACK_PATH
from testing.openid_provider import OpenIdServer, Visitor

OURS = "http://testserver"
START = "/v1/session/openid/start"
ACCOUNTS: dict[str, dict[str, Any]] = {
    "ana-at-work": {"preferred_username": "ana", "roles": ["everybody", "farol-engineers"]},
    "bo-at-work": {"preferred_username": "bo", "roles": "farol-admins"},
    "cy-at-work": {"preferred_username": "cy", "roles": ["everybody"]},
    "namesake": {"preferred_username": "ana", "roles": ["farol-readers"]},
}
ROLES = {
    "farol-readers": "viewer",
    "farol-engineers": "engineer",
    "farol-admins": "administrator",
}


@pytest.fixture(scope="module")
def provider() -> Iterator[OpenIdServer]:
    with OpenIdServer([OURS + CALLBACK_PATH], ACCOUNTS) as server:
        yield server


@pytest.fixture
def settings(settings: Settings, provider: OpenIdServer) -> Settings:
    return with_provider(settings, provider)


def with_provider(settings: Settings, provider: OpenIdServer, **more: Any) -> Settings:
    given = {
        "planes": "control",
        "public_url": OURS + "/",
        "openid_issuer": provider.issuer,
        "openid_client_id": provider.client_id,
        "openid_client_secret": provider.secret,
        "openid_label": "Example Corp",
        "openid_roles": ROLES,
        **more,
    }
    return Settings.model_validate(settings.model_dump() | given)


@dataclass
class Browser:
    """One that keeps the cookies of both sides."""

    farol: TestClient
    there: Visitor

    def begin(self, page: str = "/") -> str:
        """The provider's address that Farol leads to."""
        answer = self.farol.get(START, params={"return_to": page}, follow_redirects=False)
        assert answer.status_code == 303
        return answer.headers["location"]

    def come_back(self, url: str) -> httpx.Response:
        return self.farol.get(url.removeprefix(OURS), follow_redirects=False)

    def sign_in(self, login: str, page: str = "/") -> httpx.Response:
        return self.come_back(self.there.sign_in(self.begin(page), login))

    def session(self) -> dict[str, Any] | None:
        answer = self.farol.get("/v1/session")
        return answer.json() if answer.status_code == 200 else None


@pytest.fixture
def browser(client: TestClient) -> Browser:
    return Browser(client, Visitor())


@pytest.fixture
def people(sessions) -> Callable[[], list[Person]]:
    def listed() -> list[Person]:
        with read_session(sessions) as session:
            return list(session.scalars(select(Person).order_by(Person.id)))

    return listed


@pytest.fixture
def audited(sessions) -> Callable[[str], list[AuditEntry]]:
    def of(name: str) -> list[AuditEntry]:
        with read_session(sessions) as session:
            return list(reversed(audit.entries(session, subject=f"person:{name}")))

    return of


def why(answer: httpx.Response) -> str:
    """The reason that the page is told, with the request id that finds it in the log."""
    assert answer.status_code == 303
    assert SESSION_COOKIE not in str(answer.headers.get_list("set-cookie"))
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert query["sign_in_request"] == [answer.headers["x-request-id"]]
    return query["sign_in"][0]


def test_somebody_signs_in_and_is_who_the_provider_says(browser, provider, people, audited) -> None:
    answer = browser.sign_in("ana-at-work", "/models/delay?tab=versions")
    assert answer.headers["location"] == "/models/delay?tab=versions"
    assert answer.headers["cache-control"] == "no-store"
    told = browser.session()
    assert told is not None
    assert (told["name"], told["role"], told["must_change_password"]) == ("ana", "engineer", False)
    assert told["issuer"] == provider.issuer
    (ana,) = people()
    assert (ana.subject, ana.password_hash) == ("ana-at-work", "")
    assert ana.last_signed_in_at is not None
    assert [entry.action for entry in audited("ana")] == [
        "person.create_external",
        "person.sign_in",
    ]
    assert audited("ana")[0].after == {"role": "engineer"}


def test_the_cookies_are_those_of_a_password(browser: Browser) -> None:
    said = [one.lower() for one in browser.sign_in("ana-at-work").headers.get_list("set-cookie")]
    (token,) = [one for one in said if one.startswith(f"{SESSION_COOKIE}=")]
    assert "httponly" in token
    assert "samesite=strict" in token
    csrf = browser.session()["csrf_token"]
    assert browser.farol.delete("/v1/session/browsers").status_code == 403
    headers = {CSRF_HEADER: csrf}
    assert browser.farol.delete("/v1/session/browsers", headers=headers).status_code == 204


def test_a_second_sign_in_is_the_same_person_with_the_role_of_today(
    browser, provider, settings, frontend, people, audited
) -> None:
    browser.sign_in("ana-at-work")
    changed = with_provider(settings, provider, openid_roles={"farol-engineers": "administrator"})
    with TestClient(compose(changed, frontend=frontend).asgi) as later:
        again = Browser(later, Visitor())
        again.sign_in("ana-at-work")
        assert again.session()["role"] == "administrator"
    assert [person.name for person in people()] == ["ana"]
    assert browser.session()["role"] == "administrator", "in the first browser, too"
    (changed_role,) = [one for one in audited("ana") if one.action == "person.change_role"]
    assert (changed_role.before, changed_role.after) == (
        {"role": "engineer"},
        {"role": "administrator"},
    )
    assert provider.issuer in changed_role.reason


def test_a_name_that_somebody_has_does_not_make_one_be_them(seeded, browser, people) -> None:
    seeded.person("ana", "administrator")
    browser.sign_in("ana-at-work")
    assert browser.session()["name"] == "ana-2"
    assert browser.session()["role"] == "engineer"
    other = Browser(browser.farol, Visitor())
    other.sign_in("namesake")
    assert other.session()["name"] == "ana-3"
    assert [(one.name, one.role) for one in people()] == [
        ("ana", "administrator"),
        ("ana-2", "engineer"),
        ("ana-3", "viewer"),
    ]


def test_whom_no_value_gives_a_role_is_not_let_in(browser: Browser, people) -> None:
    assert why(browser.sign_in("cy-at-work", "/models")) == "no-role"
    assert browser.session() is None
    assert people() == []


def test_a_default_role_lets_everybody_in(provider, settings, frontend) -> None:
    open_to_all = with_provider(settings, provider, openid_default_role="viewer")
    with TestClient(compose(open_to_all, frontend=frontend).asgi) as client:
        browser = Browser(client, Visitor())
        browser.sign_in("cy-at-work")
        assert browser.session()["role"] == "viewer"


def test_a_role_that_was_taken_away_ends_the_sessions(
    browser, provider, settings, frontend, audited
) -> None:
    browser.sign_in("ana-at-work")
    changed = with_provider(settings, provider, openid_roles={"farol-admins": "administrator"})
    with TestClient(compose(changed, frontend=frontend).asgi) as later:
        assert why(Browser(later, Visitor()).sign_in("ana-at-work")) == "no-role"
    assert browser.session() is None
    assert audited("ana")[-1].after == {"refused": "no-role"}


def test_who_was_disabled_stays_out(browser: Browser, sessions, seeded, audited) -> None:
    seeded.administrator()
    browser.sign_in("ana-at-work")
    order = {"disabled": True, "reason": "She has left."}
    changed = browser.farol.patch("/v1/people/ana", json=order, auth=seeded.credentials)
    assert changed.status_code == 200
    assert changed.json()["issuer"] is not None
    assert browser.session() is None
    assert why(browser.sign_in("ana-at-work")) == "disabled"
    assert browser.session() is None
    assert audited("ana")[-1].action == "person.refuse_sign_in"


def test_who_signs_in_with_the_provider_has_no_password_here(browser, seeded, people) -> None:
    seeded.administrator()
    browser.sign_in("ana-at-work")
    for password in ("", "x", "a long enough password"):
        answer = Browser(browser.farol, Visitor()).farol.get("/v1/session", auth=("ana", password))
        assert answer.status_code == 401
    reset = browser.farol.post(
        "/v1/people/ana/password", json={"reason": "Asked."}, auth=seeded.credentials
    )
    assert (reset.status_code, reset.json()["type"]) == (
        409,
        "urn:farol:problem:signs-in-elsewhere",
    )
    role = browser.farol.patch(
        "/v1/people/ana", json={"role": "viewer", "reason": "Less."}, auth=seeded.credentials
    )
    assert role.json()["type"] == "urn:farol:problem:signs-in-elsewhere"
    (ana,) = [one for one in people() if one.name == "ana"]
    assert (ana.failed_sign_ins, ana.role) == (0, "engineer")


def test_an_answer_that_another_browser_began_signs_nobody_in(
    application: Application, browser: Browser
) -> None:
    """Login CSRF: a link that would sign somebody in as whoever made it."""
    url = browser.there.sign_in(browser.begin(), "ana-at-work")
    victim = Browser(TestClient(application.asgi), Visitor())
    assert why(victim.come_back(url)) == "expired", "without having begun"
    victim.begin()
    assert why(victim.come_back(url)) == "expired", "having begun another"
    assert victim.session() is None
    assert browser.come_back(url).headers["location"] == "/", "and the one who began it may"


def test_a_wrong_state_is_refused(browser: Browser) -> None:
    url = browser.there.sign_in(browser.begin(), "ana-at-work")
    state = parse_qs(urlsplit(url).query)["state"][0]
    for wrong in ("", "x", state[:-1] + ("A" if state[-1] != "A" else "B")):
        assert why(browser.come_back(url.replace(state, wrong))) == "expired"
    assert browser.session() is None


def test_an_answer_is_good_once(browser: Browser, application) -> None:
    url = browser.there.sign_in(browser.begin(), "ana-at-work")
    assert browser.come_back(url).headers["location"] == "/"
    browser.farol.cookies.delete(SESSION_COOKIE)
    assert why(browser.come_back(url)) == "expired"


def test_a_code_is_good_once(browser: Browser) -> None:
    used = browser.there.sign_in(browser.begin(), "ana-at-work")
    browser.come_back(used)
    browser.farol.cookies.delete(SESSION_COOKIE)
    fresh = browser.there.sign_in(browser.begin(), "ana-at-work")
    code, old = (parse_qs(urlsplit(url).query)["code"][0] for url in (fresh, used))
    assert why(browser.come_back(fresh.replace(code, old))) == "refused"
    assert browser.session() is None


@pytest.mark.parametrize("column", ["nonce", "code_verifier"])
def test_a_token_of_another_sign_in_is_refused(browser, sessions, column: str) -> None:
    url = browser.there.sign_in(browser.begin(), "ana-at-work")
    with write_session(sessions) as session:
        session.execute(update(SignInAttempt).values({column: "x" * 43}))
    assert why(browser.come_back(url)) == "refused"
    assert browser.session() is None


def test_an_answer_of_another_provider_is_refused(browser: Browser, provider) -> None:
    url = browser.there.sign_in(browser.begin(), "ana-at-work")
    issuer = parse_qs(urlsplit(url).query)["iss"][0]
    assert issuer == provider.issuer
    mixed = httpx.URL(url).copy_merge_params({"iss": "https://elsewhere.example"})
    assert why(browser.come_back(str(mixed))) == "refused"


def test_a_sign_in_that_took_too_long_begins_again(browser, sessions) -> None:
    url = browser.there.sign_in(browser.begin(), "ana-at-work")
    with write_session(sessions) as session:
        begun = session.scalars(select(SignInAttempt)).one()
        begun.expires_at -= attempts.LASTS + timedelta(seconds=1)
    assert why(browser.come_back(url)) == "expired"
    assert browser.sign_in("ana-at-work").headers["location"] == "/"


def test_who_cancels_at_the_provider_is_back_where_they_were(browser: Browser) -> None:
    answer = browser.come_back(browser.there.refuse(browser.begin("/models?tab=all#top")))
    assert why(answer) == "cancelled"
    assert answer.headers["location"].startswith("/models?tab=all&sign_in=cancelled&")
    assert answer.headers["location"].endswith("#top")


@pytest.mark.parametrize(
    "page",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "/%0d%0aset-cookie:x\r\n",
        "///elsewhere.example",
        "javascript:alert(1)",
        "/v1/session/openid/start",
        "models",
        "",
        "/" + "x" * 600,
    ],
)
def test_a_foreign_return_path_is_the_home_page(browser: Browser, page: str) -> None:
    assert browser.sign_in("ana-at-work", page).headers["location"] == "/"


def test_two_tabs_may_sign_in_at_a_time(browser: Browser) -> None:
    first, second = browser.begin("/first"), browser.begin("/second")
    for url, page in ((first, "/first"), (second, "/second")):
        came = browser.come_back(browser.there.sign_in(url, "ana-at-work"))
        assert came.headers["location"] == page


def test_the_first_answer_may_be_for_another_process(browser, settings, frontend) -> None:
    url = browser.there.sign_in(browser.begin(), "ana-at-work")
    with TestClient(compose(settings, frontend=frontend).asgi) as elsewhere:
        elsewhere.cookies = browser.farol.cookies
        other = Browser(elsewhere, browser.there)
        assert other.come_back(url).headers["location"] == "/"
        assert other.session()["name"] == "ana"


def test_new_keys_of_the_provider_are_learned(settings, frontend) -> None:
    with OpenIdServer([OURS + CALLBACK_PATH], ACCOUNTS) as server:
        app = compose(with_provider(settings, server), frontend=frontend)
        with TestClient(app.asgi) as client:
            assert Browser(client, Visitor()).sign_in("ana-at-work").headers["location"] == "/"
            server.stop()
            server.start(kid="second")
            assert Browser(client, Visitor()).sign_in("ana-at-work").headers["location"] == "/"


def test_without_the_provider_the_page_says_so_and_passwords_work(
    settings, frontend, seeded, caplog
) -> None:
    seeded.administrator()
    with OpenIdServer([OURS + CALLBACK_PATH], ACCOUNTS) as server:
        gone = with_provider(settings, server)
        app = compose(gone, frontend=frontend)
        with TestClient(app.asgi) as client:
            browser = Browser(client, Visitor())
            url = browser.there.sign_in(browser.begin(), "ana-at-work")
            server.stop()
            assert why(browser.come_back(url)) == "unavailable", "gone meanwhile"
    with TestClient(compose(gone, frontend=frontend).asgi) as client:
        answer = client.get(START, params={"return_to": "/models"}, follow_redirects=False)
        assert answer.headers["location"].startswith("/models?sign_in=unavailable&")
        named = {"name": "admin", "password": seeded.credentials[1]}
        assert client.post("/v1/session", json=named).status_code == 200


@pytest.mark.parametrize(
    ("client_settings", "ours", "in_id_token"),
    [
        ({"token_endpoint_auth_method": "client_secret_post"}, {}, False),
        (
            {"token_endpoint_auth_method": "none", "client_secret": None},
            {"openid_client_secret": None},
            False,
        ),
        ({}, {"openid_role_claim": "realm_access.roles"}, True),
    ],
    ids=["secret in the form", "public client", "claims in the token, and inside an object"],
)
def test_other_kinds_of_providers_do(settings, frontend, client_settings, ours, in_id_token):
    accounts = {"ana-at-work": {"roles": ["farol-readers"], "realm_access": {"roles": [
        "farol-readers"]}, "preferred_username": "ana"}}  # fmt: skip
    with OpenIdServer(
        [OURS + CALLBACK_PATH], accounts, client=client_settings, in_id_token=in_id_token
    ) as server:
        app = compose(with_provider(settings, server, **ours), frontend=frontend)
        with TestClient(app.asgi) as client:
            browser = Browser(client, Visitor())
            browser.sign_in("ana-at-work")
            assert browser.session()["role"] == "viewer"


def test_signing_out_leads_to_the_provider_which_forgets_too(browser, provider, sessions) -> None:
    browser.sign_in("ana-at-work")
    answer = browser.farol.delete(
        "/v1/session", headers={CSRF_HEADER: browser.session()["csrf_token"]}
    )
    there = answer.json()["continue_at"]
    assert there.startswith(f"{provider.issuer}/session/end?")
    assert browser.session() is None
    with read_session(sessions) as session:
        assert session.scalars(select(WebSession)).all() == []
    assert browser.there.sign_in(there, "") == f"{OURS}/"
    page = browser.there.http.get(browser.begin(), follow_redirects=True)
    assert "Sign-in" in page.text, "and asks who it is"


def test_signing_out_of_a_password_leads_nowhere(client: TestClient, seeded) -> None:
    seeded.administrator()
    named = {"name": "admin", "password": seeded.credentials[1]}
    csrf = client.post("/v1/session", json=named).json()["csrf_token"]
    answer = client.delete("/v1/session", headers={CSRF_HEADER: csrf})
    assert answer.json() == {"continue_at": None}


def test_the_dialog_learns_what_to_offer(client: TestClient, settings, frontend) -> None:
    shown = {"providers": [{"label": "Example Corp", "sign_in_path": START}]}
    assert client.get("/v1/session/providers").json() == shown
    without = Settings(
        data_dir=settings.data_dir, database_url=settings.database_url, planes="control"
    )
    with TestClient(compose(without, frontend=frontend).asgi) as plain:
        assert plain.get("/v1/session/providers").json() == {"providers": []}
        answer = plain.get(START, follow_redirects=False)
        assert (answer.status_code, answer.json()["type"]) == (
            404,
            "urn:farol:problem:no-provider",
        )


def test_nothing_secret_is_logged(browser, provider, caplog, settings, eventually) -> None:
    url = browser.there.sign_in(browser.begin(), "ana-at-work")
    said = parse_qs(urlsplit(url).query)
    caplog.set_level("INFO")
    browser.come_back(url)
    browser.come_back(url)
    log = settings.data_dir / "logs" / "requests-api-0.jsonl"
    eventually(lambda: log.read_text().count(CALLBACK_PATH) == 2)
    # The client of the test itself writes what it asks for.
    ours = [one.getMessage() for one in caplog.records if one.name != "httpx2"]
    written = "".join([*ours, log.read_text()])
    session = browser.farol.cookies[SESSION_COOKIE]
    secret = (provider.secret, said["code"][0], said["state"][0], session)
    assert not any(one in written for one in secret)
    assert provider.secret not in repr(settings)


def test_the_cookie_of_an_attempt_is_for_those_two_routes(browser: Browser) -> None:
    answer = browser.farol.get(START, follow_redirects=False)
    (said,) = [one.lower() for one in answer.headers.get_list("set-cookie")]
    assert said.startswith(f"{BROWSER_COOKIE}=")
    assert all(part in said for part in ("httponly", "samesite=lax", "path=/v1/session/openid"))
