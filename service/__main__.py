"""`python -m service …`: everything that is done to an installation from its own machine."""

from service.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
