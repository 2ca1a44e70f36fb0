"""Secrets that are shown once: only their digest is kept."""

import hashlib
import secrets

# Without what is read or typed as something else: 0 o, 1 l i.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def make(prefix: str) -> str:
    """A new secret of 256 random bits; the prefix tells a secret scanner what it has found."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def digest(secret: str) -> str:
    """SHA-256 suffices, and is quick: the input is random, not a password."""
    return hashlib.sha256(secret.encode()).hexdigest()


def word(length: int) -> str:
    """Random characters that a person can read out and type."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def password() -> str:
    """Of 74 random bits, in groups to type."""
    return "-".join(word(5) for _ in range(3))
