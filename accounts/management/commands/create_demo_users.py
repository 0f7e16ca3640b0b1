"""Create the demo users of a trial installation, with generated passwords."""

import json
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from accounts.actions import create_user
from accounts.enums import Role
from accounts.models import User

PROVINCE = "230000"
# Binxian: a county with a national zone of its own.
COUNTY = "230125"
DEMO_USERS = {
    "clerk": (Role.CONTRIBUTOR, COUNTY),
    "reviewer": (Role.REVIEWER, PROVINCE),
    "admin": (Role.ADMINISTRATOR, PROVINCE),
}


class Command(BaseCommand):
    """Creates only those that are missing; a password is shown as long as its file is there."""

    help = "Create the demo users that are missing and print how to log in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the generated passwords are kept between runs."""
        parser.add_argument(
            "--file", type=Path, help="keep the passwords here, readable by you only"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Create users and print the table."""
        path = options["file"]
        passwords = json.loads(path.read_text()) if path and path.exists() else {}
        for name, (role, territory) in DEMO_USERS.items():
            if not User.objects.filter(username=name).exists():
                passwords[name] = secrets.token_urlsafe(9)
                create_user(
                    username=name,
                    password=passwords[name],
                    role=role,
                    territory=[territory],
                    is_staff=role == Role.ADMINISTRATOR,
                )
        if path:
            path.touch(mode=0o600)
            path.write_text(json.dumps(passwords))
        for name in DEMO_USERS:
            self.stdout.write(f"  {name:<10} {passwords.get(name, '(password set earlier)')}")
