"""The browser's modules and ours give the same bytes: the same vectors, in Node."""

import json
import random
from pathlib import Path
from typing import Any

import service.crypto.canonical as canonical_room
from service.crypto.canonical import canonical
from service.crypto.kdf import COMPILED_PROFILE, PREVIOUS_PROFILES
from service.crypto.refusals import KeyUnreadable
from service.crypto.seal import Place, unwrap, wrap
from service.crypto.tickets import login_name
from service.crypto.tokens import masked_form_token, to_base64url
from service.words.aliases import LANGUAGES
from tests.vectors import vectors
from tests.web.keys.node import in_node, values

TABLE = Path(canonical_room.__file__).with_name("canonical_v1.json")


def test_canonical_table_is_the_same() -> None:
    assert values([["table"]]) == [json.loads(TABLE.read_text(encoding="utf-8"))]


def test_profiles_are_the_same() -> None:
    ours = [
        {"version": each.version, "memoryKib": each.memory_kib, "passes": each.passes, "lanes": each.lanes}
        for each in (COMPILED_PROFILE, *PREVIOUS_PROFILES)
    ]

    assert values([["profiles"]]) == [ours]


def test_canonical_vectors_hold() -> None:
    accepted, refused = vectors("canonical")["accepted"], vectors("canonical")["refused"]

    assert values([["canonical", each["text"]] for each in accepted]) == [each["canonical"] for each in accepted]
    assert in_node([["canonical", each["text"]] for each in refused]) == [{"error": "KeyUnreadable"}] * len(refused)


def test_canonical_agrees_on_random_text() -> None:
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    signs = [*"".join(value for value in table.values() if isinstance(value, str)), *"ËЇІЁЙıİКK№ﬁ．①"]
    signs += [*table["latin_to_cyrillic"], *table["cyrillic_to_latin"], "\u0306", "\u0308", "\u00a0", "\U0001d41a"]
    chance = random.Random(19)
    texts = ["".join(chance.choices(signs, k=chance.randint(1, 12))) for _ in range(4000)]

    assert in_node([["canonical", text] for text in texts]) == [ours(text) for text in texts]


def ours(text: str) -> dict[str, Any]:
    """Answer as the runner does."""
    try:
        return {"value": canonical(text)}
    except KeyUnreadable:
        return {"error": "KeyUnreadable"}


def test_wrong_number_of_words_is_told() -> None:
    assert in_node([["canonicalKey", "harbor lantern"], ["canonicalKey", ""]]) == [
        {"error": "WrongWordCount", "found": 2},
        {"error": "WrongWordCount", "found": 0},
    ]


def test_argon2_vectors_hold_with_and_without_wasm() -> None:
    vector = vectors("kdf")["argon2id_reference"]
    small = [each for each in vector if each["memory_kib"] == 256]
    arguments = [[each["password"], each["salt"].encode().hex(), each] for each in vector]

    assert values([["wasm", *each] for each in arguments]) == [each["hash"] for each in vector]
    slow = values([["javaScript", each["password"], each["salt"].encode().hex(), each] for each in small])
    assert [each["hash"] for each in slow] == [each["hash"] for each in small]
    assert slow[0]["shares"][-1] == 1


def test_hkdf_vectors_hold() -> None:
    vector = vectors("kdf")["hkdf"]

    assert values([["hkdf", each["secret"], each["info"], each["salt"], each["length"]] for each in vector]) == [
        each["key"] for each in vector
    ]


def test_key_vectors_hold_with_and_without_wasm() -> None:
    vector = vectors("kdf")["keys"]
    arguments = [[each["words"], each["site_id"], each["profile"]] for each in vector]
    fast = values([["wasm", *each] for each in arguments])
    slow = values([["javaScript", *each] for each in arguments[2:]])

    assert [each["hash"] for each in slow] == fast[2:]
    assert values([["keysOf", master] for master in fast]) == [
        {
            "lookup": each["lookup"],
            "auth": each["auth"],
            "wrapWallet": each["wrap_wallet"],
            "wrapContent": each["wrap_content"],
        }
        for each in vector
    ]


def test_wrap_vectors_open() -> None:
    vector = vectors("wraps")

    assert values([["placeBytes", each] for each in vector]) == [each["place"] for each in vector]
    assert values([["unwrap", each["key"], each["sealed"], each] for each in vector]) == [e["secret"] for e in vector]


def test_wraps_travel_between_browser_and_server() -> None:
    vector = vectors("wraps")[0]
    place = Place(
        bytes.fromhex(vector["site_id"]),
        vector["table"],
        bytes.fromhex(vector["row"]),
        vector["purpose"],
        tuple(vector["versions"]),
    )
    key, secret = bytes.fromhex(vector["key"]), bytes.fromhex(vector["secret"])

    theirs = values([["wrap", vector["key"], vector["secret"], vector]])[0]
    opened = values([["unwrap", vector["key"], wrap(key, secret, place=place).hex(), vector]])[0]

    assert unwrap(key, bytes.fromhex(theirs), place=place) == secret
    assert opened == vector["secret"]


def test_tampered_wrap_and_other_place_do_not_open() -> None:
    vector = vectors("wraps")[0]
    sealed = vector["sealed"]
    flipped = sealed[:-1] + ("0" if sealed[-1] != "0" else "1")
    elsewhere = ({"purpose": "content-seed"}, {"row": "00" * 16}, {"versions": [2, 1]}, {"site_id": "00" * 16})
    calls = [
        ["unwrap", vector["key"], flipped, vector],
        ["unwrap", vector["key"], sealed[:-2], vector],
        ["unwrap", "00" * 32, sealed, vector],
        *(["unwrap", vector["key"], sealed, vector | change] for change in elsewhere),
    ]

    assert in_node(calls) == [{"error": "SealBroken"}] * len(calls)


def test_ticket_vectors_hold() -> None:
    vector = vectors("tickets")

    assert values([["ticket", each["wallet_key"], each["kind"], each["n"]] for each in vector["tickets"]]) == [
        each["ticket"] for each in vector["tickets"]
    ]
    assert values([["ticketHash", each["ticket"]] for each in vector["tickets"]]) == [
        each["hash"] for each in vector["tickets"]
    ]
    assert values([["caseTag", each["wallet_key"], each["volunteer_id"]] for each in vector["cases"]]) == [
        each["case_tag"] for each in vector["cases"]
    ]


def test_login_names_are_the_same() -> None:
    lookups = [bytes([n]) * 16 for n in range(40)]
    calls = [["loginName", lookup.hex(), language] for language in LANGUAGES for lookup in lookups]

    assert values(calls) == [login_name(lookup, language) for language in LANGUAGES for lookup in lookups]


def test_base64url_and_masks_are_the_same() -> None:
    samples = [bytes(range(length)) for length in (0, 1, 2, 3, 16, 32, 60)]
    secret = bytes(range(32))

    assert values([["base64url", each.hex()] for each in samples]) == [to_base64url(each) for each in samples]
    assert values([["fromBase64url", to_base64url(each), len(each)] for each in samples]) == [e.hex() for e in samples]
    assert values([["unmasked", masked_form_token(secret)]]) == [secret.hex()]
    odd = ["AB", "AAAA", "A A", "AA==", "A/A", "AAB"]
    assert in_node([["fromBase64url", each, 2] for each in odd]) == [{"error": "TypeError"}] * len(odd)
