"""Somebody with permissions, as the engine sees him."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin


class Actor(AbstractBaseUser, PermissionsMixin):
    """Who performs a transition. The accounts room, above this one, has the model that derives from it."""

    class Meta:
        abstract = True
