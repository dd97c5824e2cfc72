"""The door in a real browser: password, code, passkey, invitation, in both languages and at phone width, under the strict policy."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.accounts.codes import code_now
from tests.e2e import identity
from tests.e2e.conftest import ROOT, serve
from tests.e2e.identity import identity_server
from tests.e2e.pages import DEMO, MIGRATE
from tests.e2e.test_pages import WATCH, faults

pytestmark = pytest.mark.browser
NEW_PASSWORD = "a-very-own-password-7"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("accounts")


@pytest.fixture(scope="module")
def door(folder: Path) -> Iterator[str]:
    """The site with its demo accounts and a server for single sign-on; mails are files."""
    with identity_server() as issuer:
        settings = {
            "YONGXU_OIDC_ISSUER": issuer,
            "YONGXU_OIDC_CLIENT": "yongxu",
            "YONGXU_OIDC_SECRET": "secret",
            "YONGXU_OIDC_NAME": "示範單一登入",
        }
        with serve(folder, MIGRATE, DEMO, YONGXU_MAIL_URL=f"filemail:///{folder / 'mail'}", **settings) as address:
            yield address


@pytest.fixture(params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    context.add_init_script(f"({WATCH})()")
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def password_of(folder: Path) -> str:
    return (folder / "demo.password").read_text(encoding="ascii")


def sign_in(page: Page, door: str, folder: Path, name: str, *, prefix: str = "", password: str = "") -> None:
    page.goto(f"{door}{prefix}/accounts/login/")
    page.locator("#id_login").fill(name if "@" in name else f"{name}@demo.example")
    page.locator("#id_password").fill(password or password_of(folder))
    page.locator("form[action$='/accounts/login/'] button[type=submit]").click()


def check_page(page: Page) -> None:
    """axe and the policy find nothing, and nothing is wider than the screen."""
    wide = page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert (faults(page), wide) == ([], False), page.url


def newest_mail(folder: Path) -> str:
    return max((folder / "mail").iterdir(), key=lambda path: path.stat().st_mtime_ns).read_text(encoding="utf-8")


def authenticator(page: Page) -> CDPSession:
    """A passkey device that says yes to everything."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"automaticPresenceSimulation": True}})
    return session


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_of_the_door_are_accessible(door: str, folder: Path, page: Page, prefix: str) -> None:
    for path in ("login/", "password/reset/", "password/reset/done/", "signup/", "inactive/", "join/nothing/", "password/reset/key/1-x/"):
        page.goto(f"{door}{prefix}/accounts/{path}")
        check_page(page)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_of_an_account_are_accessible(door: str, folder: Path, page: Page, prefix: str) -> None:
    sign_in(page, door, folder, "secretariat", prefix=prefix)
    page.wait_for_url(f"{door}{prefix}/work/")
    page.goto(f"{door}{prefix}/accounts/people/?q=officer")
    page.get_by_role("link", name="示範承辦人", exact=True).click()
    page.wait_for_url(re.compile(r"/people/\d+/$"))
    person = page.url
    addresses = ["", "profile/", "people/", "people/?q=nobody", "invitations/", "invitations/new/", "2fa/", "2fa/totp/activate/"]
    addresses += ["2fa/webauthn/", "2fa/webauthn/add/", "password/change/", "logout/"]
    for address in [
        person,
        *(f"{person}{path}" for path in ("roles/new/", "substitute/", "hand-over/", "close/")),
        *(f"{door}{prefix}/accounts/{path}" for path in addresses),
        f"{door}{prefix}/",
    ]:
        page.goto(address)
        check_page(page)
    page.locator(".account-menu summary").click()
    check_page(page)
    page.locator(".account-menu button").click()
    expect(page.locator(".account-menu")).to_have_count(0)


def test_wrong_password_is_said_and_read_out(door: str, folder: Path, page: Page) -> None:
    sign_in(page, door, folder, "task-force", password="wrong-password-here")
    expect(page.get_by_role("alert").filter(visible=True)).to_have_text("電子郵件或密碼不正確。")
    check_page(page)


def test_code_of_an_app(door: str, folder: Path, page: Page) -> None:
    name = "member" if page.viewport_size and page.viewport_size["width"] > 1000 else "executive"
    sign_in(page, door, folder, name)
    page.goto(f"{door}/accounts/2fa/totp/activate/")
    secret = page.locator(".secret-words").inner_text()
    page.locator("#id_code").fill(code_now(secret))
    page.get_by_role("button", name="啟用驗證器").click()
    expect(page.locator(".code-grid li")).to_have_count(10)
    check_page(page)
    page.locator(".account-menu summary").click()
    page.locator(".account-menu button").click()
    sign_in(page, door, folder, name)
    expect(page.get_by_role("heading", level=1)).to_have_text("兩步驟驗證")
    check_page(page)
    page.locator("#id_code").fill(code_now(secret))
    page.get_by_role("button", name="登入", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("您已登入。")


def test_passkey(door: str, folder: Path, page: Page) -> None:
    name = "group" if page.viewport_size and page.viewport_size["width"] > 1000 else "deputy"
    authenticator(page)
    sign_in(page, door, folder, name, prefix="/en")
    page.goto(f"{door}/en/accounts/2fa/webauthn/add/")
    check_page(page)
    page.get_by_role("button", name="Create the passkey").click()
    expect(page.get_by_role("status")).to_contain_text("The passkey has been added.")
    page.goto(f"{door}/en/accounts/2fa/webauthn/")
    expect(page.locator(".lines li")).to_have_count(1)
    check_page(page)
    page.locator(".account-menu summary").click()
    page.locator(".account-menu button").click()
    page.goto(f"{door}/en/accounts/login/?next=/en/accounts/profile/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{door}/en/accounts/profile/")
    check_page(page)


def test_invitation_is_accepted(door: str, folder: Path, page: Page) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    sign_in(page, door, folder, "coordinator", prefix="/en")
    page.goto(f"{door}/en/accounts/invitations/new/")
    page.locator("#id_email").fill(f"new-{width}@example.org")
    page.locator("#id_name").fill("New Officer")
    page.locator("#id_at").select_option(label="Examples Agency")
    page.locator("#id_language").select_option("en")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_contain_text("good for seven days")
    expect(page.get_by_role("rowheader", name="New Officer").first).to_be_visible()
    check_page(page)
    page.context.clear_cookies()
    page.goto(re.findall(r"http://localhost:\d+/en/accounts/join/\S+", newest_mail(folder).replace("=\n", ""))[0])
    expect(page.get_by_text("Examples Agency · Officer")).to_be_visible()
    check_page(page)
    page.locator("#id_password1").fill(NEW_PASSWORD)
    page.locator("#id_password2").fill("not the same")
    page.get_by_role("button", name="Open the account and sign in").click()
    expect(page.locator(".errorlist")).to_have_text("The two passwords differ.")
    check_page(page)
    page.locator("#id_password1").fill(NEW_PASSWORD)
    page.locator("#id_password2").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Open the account and sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("New Officer")
    expect(page.get_by_text("Examples Agency")).to_be_visible()


def test_single_sign_on_opens_existing_accounts_only(door: str, page: Page) -> None:
    for name, heading, menu in (("supervisor@demo.example", "我的工作", ["示範主管"]), ("stranger@demo.example", "帳號以邀請開通", [])):
        identity.person = name
        page.goto(f"{door}/accounts/login/")
        check_page(page)
        page.get_by_role("button", name="以 示範單一登入 登入").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(page.locator(".account-menu summary")).to_have_text(menu)
        check_page(page)
        page.context.clear_cookies()


def test_signing_in_needs_no_script(door: str, folder: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, door, folder, "auditor")
    expect(page.locator(".account-menu summary")).to_have_text("示範稽核")
    expect(page.get_by_role("button", name="以通行金鑰登入")).to_have_count(0)
    page.locator(".account-menu summary").click()
    page.locator(".account-menu button").click()
    expect(page).to_have_url(f"{door}/")
    context.close()


def test_demo_accounts_go_with_the_demo(folder: Path, door: str) -> None:
    environment = {"YONGXU_DATA": str(folder), "PATH": "/usr/bin:/bin"}
    for option in ("--remove",):
        subprocess.run([sys.executable, "manage.py", "demo", option], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    command = [sys.executable, "manage.py", "demo_accounts"]
    said = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
    assert "no demo accounts" in said
