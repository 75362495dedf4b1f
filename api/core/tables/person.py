"""Who may ask, and how they prove it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table


class Person(Table):
    __tablename__ = "people"
    __table_args__ = (Index("ix_people_issuer_subject", "issuer", "subject", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(128), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    """viewer, engineer, administrator."""
    is_service: Mapped[bool] = mapped_column(default=False)
    """A service account: a program, which signs in with no password and asks with keys."""
    password_hash: Mapped[str]
    """argon2id; empty where there is no password to sign in with."""
    issuer: Mapped[str | None] = mapped_column(String(255))
    """The OpenID Connect provider that they sign in with; None where Farol itself knows them."""
    subject: Mapped[str | None] = mapped_column(String(255))
    """Who it is there, whatever they are called."""
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    """Since when the person is let in no more; what was done by that name stays in the audit."""
    must_change_password: Mapped[bool] = mapped_column(default=False)
    """The password was chosen by an administrator, who still knows it."""
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    """In a row; a right password begins anew."""
    locked_until: Mapped[datetime | None]
    """After too many of them."""
    last_signed_in_at: Mapped[datetime | None]


class WebSession(Table):
    """A browser that somebody signed in with."""

    __tablename__ = "web_sessions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the cookie's value, which is kept nowhere."""
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    """To the minute: not every request writes."""
    expires_at: Mapped[datetime] = mapped_column(index=True)
    """However often it is used."""
    address: Mapped[str] = mapped_column(String(64))
    agent: Mapped[str] = mapped_column(String(200))
    """What the browser calls itself."""
    id_token: Mapped[str | None] = mapped_column(Text)
    """Shown to the OpenID Connect provider when the person signs out there; None for a password."""


class SignInAttempt(Table):
    """A browser that was sent to an OpenID Connect provider and has not come back."""

    __tablename__ = "sign_in_attempts"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    state_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    browser_sha256: Mapped[str] = mapped_column(String(64))
    """Of the cookie that only the browser that began it has."""
    nonce: Mapped[str] = mapped_column(String(64))
    code_verifier: Mapped[str] = mapped_column(String(128))
    """PKCE, RFC 7636."""
    return_path: Mapped[str] = mapped_column(String(512))
    """The page of ours that it began on."""
    expires_at: Mapped[datetime] = mapped_column(index=True)
