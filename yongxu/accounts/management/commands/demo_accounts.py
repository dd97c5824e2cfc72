"""`yongxu demo_accounts`: with which fictional accounts one can sign in here, and the password of them all."""

from django.conf import settings
from django.core.management.base import BaseCommand

from yongxu.accounts.models import User
from yongxu.accounts.services.demo import demo_addresses, demo_password


class Command(BaseCommand):
    help = "Print the demo accounts of this installation and their password."

    def handle(self, *_arguments: object, **_options: object) -> None:
        active = set(User.objects.filter(is_active=True).values_list("email", flat=True))
        listed = [(address, role) for address, role in demo_addresses() if address in active]
        if not listed or settings.PRODUCTION:
            self.stdout.write("沒有示範帳號 no demo accounts")
            return
        self.stdout.write("示範帳號 demo accounts, /accounts/login/")
        for address, role in listed:
            self.stdout.write(f"  {address:<32}{role.label}")
        self.stdout.write(f"密碼 password: {demo_password(settings.YONGXU_DATA)}")
