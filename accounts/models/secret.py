"""Secrets that are shown once: only their digest is kept."""

import hashlib
import secrets


def make(prefix: str) -> str:
    """A new secret of 256 random bits; the prefix tells a secret scanner what it has found."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def digest(secret: str) -> str:
    """SHA-256 suffices, and is quick: the input is random, not a password."""
    return hashlib.sha256(secret.encode()).hexdigest()
