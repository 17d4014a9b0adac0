"""`npq eval benchmark`, and the fit of a baseline's threshold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def benchmark(
    folder: Annotated[
        list[Path],
        typer.Argument(
            metavar="FOLDER…",
            help="Folders with corpus.jsonl, queries.jsonl, qrels.tsv and maybe answers.jsonl.",
        ),
    ],
    limit: Annotated[
        int | None, typer.Option(min=1, help="Ask that many queries, spread evenly.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(dir_okay=False, metavar="FILE", help="Also write it as JSON.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Search somebody else's corpus with BM25, MiniLM and our retrieval, in one table."""
    from assistant.cli.output import print_json, progress_bar, say
    from corpus.settings import get_settings
    from evals.cli.tables import show_rows
    from evals.lines import canonical, write_whole
    from evals.public.benchmarking import as_rows, measure
    from evals.public.data import read_benchmark
    from evals.vectors import VectorCache
    from index.embedding import MiniLM

    if out is not None and out.exists():
        raise typer.BadParameter(f"{out} is there already, and nothing is overwritten.")
    settings = get_settings()
    benchmarks = [read_benchmark(path, limit=limit) for path in folder]
    results = []
    for each in benchmarks:
        with progress_bar() as progress:
            model = MiniLM(threads=settings.index_threads)
            cache = VectorCache(settings.data_dir / "evals" / "cache", model, progress)
            measured = measure(each, cache)
        results.append(measured)
        if not as_json:
            corpus, queries = len(each.corpus), len(each.queries)
            show_rows(f"{each.name}: {queries} queries over {corpus} texts", as_rows(measured))
    found = {"benchmarks": [each.model_dump(mode="json") for each in results]}
    if as_json:
        print_json(found)
    if out is not None:
        write_whole(out, canonical(found) + "\n")
        say(f"Written to {out}.")


def fit_threshold(
    dataset: Annotated[
        list[str] | None, typer.Option(metavar="FILE", help="The development questions without it.")
    ] = None,
) -> None:
    """Fit the least score of govuk-chat-like on development questions, and say what to write."""
    from datetime import date

    from assistant.cli.output import say
    from corpus.settings import get_settings
    from evals.choosing import dataset_name, dataset_paths, read_datasets
    from evals.systems.fitting import fit_least_score

    paths = dataset_paths(dataset or [])
    fitted = fit_least_score(read_datasets(paths), get_settings(), as_of=date.today())
    say(
        f"minimum_score: {fitted.score:.3f}   # balanced accuracy {fitted.balanced_accuracy:.3f} "
        f"on {fitted.cases} questions of {dataset_name(paths)}\n"
        "Write it into evals/systems/govuk_chat_like.yaml."
    )
