"""Accounts: made, opened with eight words, changed, renewed, closed everywhere, forgotten.

`derive` and `lock` serve people without scripts; `create`, `wraps_for`, `sign_in` and `sign_in_plain` let people in;
`of_visit` gives the account of a visit, `save_settings`, `change_words`, `renew`, `sign_out_everywhere` change it.
"""

from service.accounts.changing import change_words, renew, sign_out_everywhere
from service.accounts.entering import Wraps, create, sign_in, sign_in_plain, wraps_for
from service.accounts.keys import LockedKeys, NewAccount, derive, lock
from service.accounts.opened import OpenAccount, of_visit
from service.accounts.refusals import (
    AccountRefusal,
    ChangedMeanwhile,
    KeyMalformed,
    NotSignedIn,
    WordsTaken,
    WrongWords,
)
from service.accounts.settings import save_settings

__all__ = [
    "AccountRefusal",
    "ChangedMeanwhile",
    "KeyMalformed",
    "LockedKeys",
    "NewAccount",
    "NotSignedIn",
    "OpenAccount",
    "WordsTaken",
    "Wraps",
    "WrongWords",
    "change_words",
    "create",
    "derive",
    "lock",
    "of_visit",
    "renew",
    "save_settings",
    "sign_in",
    "sign_in_plain",
    "sign_out_everywhere",
    "wraps_for",
]
