"""A session token is ours to the last sign, or it is nothing."""

import base64
import json
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.crypto.seal import SealBroken
from service.crypto.tokens import (
    SessionToken,
    decode_session,
    encode_session,
    form_secret,
    form_token_matches,
    from_base64url,
    masked_form_token,
    new_session_token,
    random_id,
    random_secret,
    same,
    seal_session,
    sha256,
    to_base64url,
    unseal_session,
)

SECRET = b"k" * 32
TOKEN = SessionToken(sid=b"\x01" * 16, sk=b"\x02" * 32)
GOOD = encode_session(TOKEN, secret=SECRET)
CLAIMS: dict[str, Any] = {"v": 1, "sid": to_base64url(TOKEN.sid), "sk": to_base64url(TOKEN.sk)}


def forged(claims: object, *, alg: str = "HS256", secret: bytes = SECRET, **header: object) -> str:
    """Sign any claims, as someone who knows `secret` would."""
    return jwt.encode(claims, secret, algorithm=alg, headers=header)  # type: ignore[arg-type]


def unsigned(header: dict[str, object]) -> str:
    """Put our claims under a header and leave the signature empty."""
    parts = [json.dumps(part).encode() for part in (header, CLAIMS)]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def last_letter_changed(value: str) -> str:
    """Change only spare bits of the signature's last letter, which a lax decoder overlooks."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return value[:-1] + letters[letters.index(value[-1]) ^ 1]


FORGERIES = {
    "empty": "",
    "no alg": unsigned({"alg": "none", "typ": "JWT"}),
    "no alg in capitals": unsigned({"alg": "NONE", "typ": "JWT"}),
    "empty signature": unsigned({"alg": "HS256", "typ": "JWT"}),
    "other alg 384": forged(CLAIMS, alg="HS384", secret=b"k" * 48),
    "other alg 512": forged(CLAIMS, alg="HS512", secret=b"k" * 64),
    "other secret": forged(CLAIMS, secret=b"x" * 32),
    "extra claim": forged(CLAIMS | {"sub": "me"}),
    "clock claim": forged(CLAIMS | {"exp": 9_999_999_999}),
    "missing claim": forged({"v": 1, "sid": CLAIMS["sid"]}),
    "other version": forged(CLAIMS | {"v": 2}),
    "version is true": forged(CLAIMS | {"v": True}),
    "version is text": forged(CLAIMS | {"v": "1"}),
    "sid is a number": forged(CLAIMS | {"sid": 7}),
    "short sid": forged(CLAIMS | {"sid": to_base64url(b"\x01" * 15)}),
    "long sk": forged(CLAIMS | {"sk": to_base64url(b"\x02" * 33)}),
    "padded sid": forged(CLAIMS | {"sid": CLAIMS["sid"] + "=="}),
    "spare bits in sid": forged(CLAIMS | {"sid": last_letter_changed(CLAIMS["sid"])}),
    "extra header": forged(CLAIMS, kid="../../key"),
    "other type": forged(CLAIMS, typ="at+jwt"),
    "claims in another order": forged(dict(reversed(CLAIMS.items()))),
    "oversize": forged(CLAIMS | {"pad": "x" * 400}),
    "truncated": GOOD[:-5],
    "spare bits in the signature": last_letter_changed(GOOD),
    "white space around": f" {GOOD}\n",
    "two parts": GOOD.rsplit(".", 1)[0],
    "four parts": f"{GOOD}.x",
    "not ascii": GOOD[:-1] + "ж",
    "lone surrogate": GOOD[:-1] + "\ud800",
    "null sign": GOOD + "\0",
}


@pytest.mark.parametrize("value", FORGERIES.values(), ids=FORGERIES.keys())
def test_forged_token_is_nothing(value: str) -> None:
    assert decode_session(value, secret=SECRET) is None


def test_token_comes_back_and_is_short() -> None:
    assert decode_session(GOOD, secret=SECRET) == TOKEN
    assert len(GOOD) <= 512
    assert jwt.decode(GOOD, SECRET, algorithms=["HS256"]) == CLAIMS


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=32, max_size=32))
def test_every_token_comes_back(sid: bytes, sk: bytes) -> None:
    token = SessionToken(sid=sid, sk=sk)

    assert decode_session(encode_session(token, secret=SECRET), secret=SECRET) == token


@given(st.integers(min_value=0, max_value=len(GOOD) - 1), st.characters(codec="ascii"))
def test_one_changed_sign_makes_a_token_nothing(position: int, sign: str) -> None:
    changed = GOOD[:position] + sign + GOOD[position + 1 :]

    assert decode_session(changed, secret=SECRET) == (TOKEN if changed == GOOD else None)


@given(st.text(max_size=600))
def test_any_text_is_answered(text: str) -> None:
    assert decode_session(text, secret=SECRET) is None


def test_new_tokens_differ_and_are_not_shown() -> None:
    tokens = [new_session_token() for _ in range(20)]

    assert len({token.row for token in tokens}) == 20
    assert {repr(token) for token in tokens} == {"SessionToken()"}
    assert {len(random_id()), len(random_secret())} == {16, 32}


def test_row_is_the_hash_of_the_sid_alone() -> None:
    assert SessionToken(sid=TOKEN.sid, sk=b"\x03" * 32).row == TOKEN.row == sha256(TOKEN.sid)


@pytest.mark.parametrize(("length", "size"), [(0, 2048), (200, 2048), (2016, 2048), (2017, 4096)])
def test_session_blob_grows_in_steps(length: int, size: int) -> None:
    sealed = seal_session(TOKEN, b"x" * length)

    assert len(sealed) == size
    assert unseal_session(TOKEN, sealed) == b"x" * length


@pytest.mark.parametrize(
    "other",
    [SessionToken(sid=b"\x05" * 16, sk=TOKEN.sk), SessionToken(sid=TOKEN.sid, sk=b"\x05" * 32)],
    ids=["sid", "sk"],
)
def test_session_blob_does_not_open_with_another_token(other: SessionToken) -> None:
    with pytest.raises(SealBroken):
        unseal_session(other, seal_session(TOKEN, b"wishes"))


def test_form_token_is_masked_anew_and_matches() -> None:
    secret = form_secret(TOKEN)
    tokens = {masked_form_token(secret) for _ in range(20)}

    assert len(tokens) == 20
    assert all(form_token_matches(text, secret=secret) for text in tokens)
    assert not any(to_base64url(secret) in text for text in tokens)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ж" * 86,
        "A" * 86,
        "A" * 85,
        masked_form_token(form_secret(new_session_token())),
        masked_form_token(b"k" * 32) + "A",
    ],
    ids=["empty", "not ascii", "zeros", "short", "another session", "long"],
)
def test_foreign_form_token_does_not_match(text: str) -> None:
    assert not form_token_matches(text, secret=form_secret(TOKEN))


@pytest.mark.parametrize("text", ["AB", "AAAA", "A A", "AA==", "AAA=", "A/A", "A+A", "éA", "AAB"])
def test_base64url_has_one_spelling(text: str) -> None:
    assert from_base64url(text, length=2) is None


@given(st.binary(max_size=70))
def test_base64url_comes_back(value: bytes) -> None:
    assert from_base64url(to_base64url(value), length=len(value)) == value


def test_same_compares_secrets() -> None:
    assert same(b"a" * 32, b"a" * 32)
    assert not same(b"a" * 32, b"a" * 31 + b"b")
    assert not same(b"a" * 32, b"a" * 31)
