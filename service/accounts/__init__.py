"""Accounts: made, opened with eight words, changed, renewed, closed everywhere. Forgetting is service.forgetting.

People without scripts: `derive`, `lock`. Coming in: `create`, `wraps_for`, `sign_in`, `sign_in_plain`.
Once in: `of_visit`, `save_settings`, `change_words`, `change_words_plain`, `renew`, `sign_out_everywhere`.
"""

from service.accounts.changing import change_words, change_words_plain, renew, sign_out_everywhere
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
    "change_words_plain",
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
