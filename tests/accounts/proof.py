"""Browsers of people who have just proved who they are, as grave acts ask of them."""

import time

from django.test import Client

from yongxu.accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def proved(user: User) -> Client:
    """A browser in which the person signed in with a password a moment ago."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": user.email}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
