"""What the sign-in page needs to know of the settings."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse

from yongxu.accounts.models import User

register = template.Library()


@dataclass(frozen=True, slots=True)
class SingleSignOn:
    """What the other server is called, and where signing in there begins."""

    name: str
    address: str


@register.simple_tag
def single_sign_on(back: str = "") -> SingleSignOn | None:
    """The OpenID Connect server of the settings; None where there is none."""
    if not settings.SINGLE_SIGN_ON:
        return None
    address = reverse("openid_connect_login", kwargs={"provider_id": settings.SINGLE_SIGN_ON["provider_id"]})
    return SingleSignOn(str(settings.SINGLE_SIGN_ON["name"]), f"{address}?{urlencode({'next': back})}" if back else address)


@register.simple_tag
def may_list_people(user: User) -> bool:
    """Whether the tabs of people are shown on pages that allauth draws. At most four queries."""
    return user.has_perm("accounts.list_people")
