"""`serve`: open the house to people, once everything that must be there is there."""

import argparse
import socket

from service.cli.opening import database_of, require_migrated, settings_checked
from service.cli.trouble import NotReady
from service.organisation import require_texts
from service.settings import Mode, Settings, SettingWrong

APPLICATION = "web.app:app"  # named, never imported: the service must not know the web
GRACE_SECONDS = 10


def run(_given: argparse.Namespace) -> int:
    """Check settings, database and texts, then serve until stopped."""
    settings = settings_checked()
    _require_no_demo(settings)
    with database_of(settings) as database:
        require_migrated(database)
        if settings.mode is Mode.PRODUCTION:
            with database.reading() as db:
                require_texts(db)
        if not settings.on_sqlite:
            database.empty_volatile()
    return serve(settings)


def serve(settings: Settings) -> int:
    """Serve until stopped; every worker process runs the regular jobs, leases let one of them do each."""
    require_port(settings)
    import uvicorn

    print(f"Serving at {settings.public_url} (listening on {settings.host}:{settings.port}). Ctrl+C stops.", flush=True)
    uvicorn.run(
        APPLICATION,
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # who may name a visitor's address is decided by the web's own reading of the header
        log_config=None,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return 0


def _require_no_demo(settings: Settings) -> None:
    """Refuse to let real people in where invented ones live and keys lie about.

    Raises: NotReady.
    """
    from service.demo.keys import FILE

    if settings.mode is Mode.PRODUCTION and (settings.data_dir / FILE).exists():
        raise NotReady(
            f"{settings.data_dir} holds a demo with invented people; real ones need a house of their own.\n"
            "  Set PRISTAN_DATA_DIR (and PRISTAN_DATABASE_URL), or go on with it: PRISTAN_MODE=demo"
        )


def require_port(settings: Settings) -> None:
    """Refuse a port that somebody has already, with the variable's name.

    Raises: SettingWrong.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise SettingWrong("PRISTAN_HOST", f"{settings.host} is not an address of this machine", "127.0.0.1") from None
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            problem = f"nothing can listen on {settings.host}:{settings.port} ({error.strerror})"
            raise SettingWrong("PRISTAN_PORT", problem, str(settings.port + 1)) from None
