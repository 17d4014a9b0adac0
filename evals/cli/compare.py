"""`npq eval compare`: two runs, question by question."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help="A run, or RUN/systems/NAME.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="The run to hold against it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap.")] = 0,
) -> None:
    """Pair two runs by question, and say by how much B is better or worse than A."""
    from assistant.cli.output import complain, print_json
    from evals.cli.common import opened_system
    from evals.cli.tables import show_comparisons
    from evals.comparing import compare_runs, not_alike

    (folder_a, name_a), (folder_b, name_b) = opened_system(a), opened_system(b)
    if folder_a.path.resolve() == folder_b.path.resolve() and name_a == name_b:
        others = [name for name in folder_b.system_names() if name != name_a]
        if a.resolve() == b.resolve() and len(others) == 1:
            name_b = others[0]  # one run of two systems, named twice
    for sentence in not_alike(folder_a, folder_b):
        complain(sentence)
    comparisons = compare_runs((folder_a, name_a), (folder_b, name_b), seed=seed)
    if as_json:
        print_json(
            {
                "a": {"run": str(folder_a.path), "system": name_a},
                "b": {"run": str(folder_b.path), "system": name_b},
                "comparisons": [each.model_dump(mode="json") for each in comparisons],
            }
        )
        return
    title = f"A: {name_a} in {folder_a.path}\nB: {name_b} in {folder_b.path}"
    show_comparisons(title, comparisons)
