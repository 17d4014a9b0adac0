"""`python -m assistant.cli`: the same as `npq`."""

from __future__ import annotations

from assistant.cli import main

main()
