"""Change the organisation's rules in numbers. The rules are `policy`; directories look at them each second."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from service import policy
from service.policy import Policy


def change_rules(db: Session, changes: Mapping[str, object]) -> Policy:
    """Write a coordinator's numbers and return the policy that holds now; what does not differ is not written.

    Raises: PolicyUnknown, PolicyWrong; then nothing is written.
    """
    before = policy.load(db)
    differing = {name: value for name, value in changes.items() if getattr(before, name, None) != value}
    return policy.change(db, differing) if differing else before
