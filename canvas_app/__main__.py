"""`canvas-app` and `python -m canvas_app`."""

import sys


def main() -> None:
    from canvas_app.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
