"""Every address of the working side, from the resolver, and what kind of answer is expected of it."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

NAMESPACES = {"workspace", "reporting", "indicators-work", "climate-work", "accounts"}
ITEM, ITEM_ACT, FILE, FILE_ACT, LIST, CYCLE, CYCLE_ACT, WATCH, COMPILED, PERSON, ACT, OWN, DOOR, TOKEN, NEW = (
    *("item", "item act", "file", "file act", "list", "cycle", "cycle act", "watch", "compiled", "person", "act", "own", "door", "token"),
    "new",
)
WORK = {
    "queue": LIST,
    "queue-csv": LIST,
    "item": ITEM,
    "sheet": ITEM,
    "live": ITEM_ACT,
    "autosave": ITEM_ACT,
    "approve-many": ACT,
    "cycle-new": NEW,
    "cycle": CYCLE,
    "cycle-edit": CYCLE,
    "cycle-start": CYCLE_ACT,
    "cycle-extend": CYCLE_ACT,
    "cycle-stop": CYCLE_ACT,
    "cycle-publish": CYCLE_ACT,
    "cycle-compiled": COMPILED,
}
EXPECTED: dict[str, str] = {
    "workspace:home": LIST,
    **{f"indicators-work:{name}": kind for name, kind in WORK.items()},
    **{f"climate-work:{name}": kind for name, kind in WORK.items()},
    "indicators-work:table": LIST,
    "indicators-work:table-csv": LIST,
    "reporting:cycles": WATCH,
    "reporting:compiled": COMPILED,
    **{f"reporting:section-{name}": CYCLE_ACT for name in ("comment", "settle", "agree")},
    **{
        f"reporting:{name}": ITEM_ACT
        for name in ("approve", "return", "correct", "withdraw", "comment", "settle", "answer", "judge", "close", "evidence")
    },
    "reporting:evidence-file": FILE,
    "reporting:evidence-withdraw": FILE_ACT,
    "accounts:home": OWN,
    "accounts:profile": OWN,
    "accounts:people": PERSON,
    "accounts:people-export": PERSON,
    "accounts:invitations": PERSON,
    "accounts:invite": PERSON,
    **{f"accounts:{name}": PERSON for name in ("person", "grant", "end-role", "substitute", "hand-over", "close", "reopen")},
    **{f"accounts:{name}": ACT for name in ("withdraw-substitute", "resend", "withdraw-invitation")},
    "accounts:accept": TOKEN,
    **{f"account_{name}": DOOR for name in ("login", "logout", "inactive", "signup", "reauthenticate")},
    **{f"account_{name}_password": DOOR for name in ("change", "set", "reset")},
    **{f"account_reset_password_{name}": DOOR for name in ("done", "from_key", "from_key_done")},
    **{f"mfa_{name}": DOOR for name in ("index", "authenticate", "reauthenticate", "login_webauthn")},
    **{f"mfa_{name}_totp": DOOR for name in ("activate", "deactivate")},
    **{f"mfa_{name}_recovery_codes": DOOR for name in ("view", "generate", "download")},
    **{f"mfa_{name}_webauthn": DOOR for name in ("list", "add", "edit", "remove", "reauthenticate")},
}
"""Name of an address → its kind. An address that is not here fails the test: say first who may have it, then add it."""


def working_addresses() -> set[str]:
    """The names of all addresses that ask for a person: the working side's and those under accounts/."""
    return {name for name, route in _walk(get_resolver(), "", "") if name.partition(":")[0] in NAMESPACES or route.startswith("accounts/")}


def _walk(resolver: URLResolver, namespace: str, route: str) -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        own = route + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each, f"{namespace}{each.namespace}:" if each.namespace else namespace, own)
        elif isinstance(each, URLPattern):
            yield f"{namespace}{each.name}", own
