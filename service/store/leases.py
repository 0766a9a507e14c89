"""Rows that say which process does a regular job now. Decides nothing."""

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service.models import JobLease

NEVER = 0


def take(db: Session, name: str, lease: bytes, *, now: int, until_at: int) -> bool:
    """Take a job until an instant, if nobody has it at `now`. Of several who ask at once only one gets it."""
    insert = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    db.execute(insert(JobLease).values(name=name, leased_until=NEVER, lease=lease).on_conflict_do_nothing())
    free = update(JobLease).where(JobLease.name == name, JobLease.leased_until <= now)
    taken = free.values(leased_until=until_at, lease=lease).returning(JobLease.name)
    return db.scalar(taken) is not None


def rest(db: Session, name: str, lease: bytes, *, until_at: int) -> None:
    """Let a job that was done rest until an instant; a process whose lease ran out meanwhile changes nothing."""
    mine = update(JobLease).where(JobLease.name == name, JobLease.lease == lease)
    db.execute(mine.values(leased_until=until_at))


def is_due(db: Session, name: str, *, now: int) -> bool:
    """Say whether nobody has a job at `now`; a look that writes nothing."""
    wanted = select(JobLease.name).where(JobLease.name == name, JobLease.leased_until > now)
    return db.scalar(wanted) is None
