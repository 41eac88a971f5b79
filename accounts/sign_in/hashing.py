"""What a password check costs: docs/performance.md, "Sign-in"."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id as OWASP advises for 19 MiB: a dear guess, a cheap sign-in; its memory is freed with each check."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
