"""Change the organisation's rules in numbers so that every process learns of it. The rules themselves are `policy`."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from service import policy
from service.policy import Policy
from service.store import volunteers


def change_rules(db: Session, changes: Mapping[str, object]) -> Policy:
    """Write a coordinator's numbers and return the policy that holds now; what does not differ is not written.

    Raises: PolicyUnknown, PolicyWrong; then nothing is written.
    """
    before = policy.load(db)
    differing = {name: value for name, value in changes.items() if getattr(before, name, None) != value}
    if not differing:
        return before
    after = policy.change(db, differing)
    volunteers.bump_all(db)
    return after
