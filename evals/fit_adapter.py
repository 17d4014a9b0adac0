"""`python -m evals.fit_adapter`: train the adapter (index/adapter.npz) and the sorts of question.

It learns from all predicted questions, topics not held and fitting cases; what is fitted on top
of it (`evals.fit`) uses adapters that have not seen what it holds out. Takes about ten minutes on
two cores; then come `npq index build`, `evals.fit_reader`, `evals.fit` and `evals.fit_intent`.
"""

from __future__ import annotations

from pathlib import Path

import index.adapter
from corpus.asked import predicted_questions
from corpus.signposts import topics
from evals.choosing import fitting_cases
from evals.folds import train_adapter
from evals.scopes import train_scopes
from index.embedding import MiniLM


def main() -> None:
    """Train, write."""
    adapter = train_adapter(predicted_questions(), topics(), fitting_cases())
    index.adapter.save(adapter)
    scopes = train_scopes(predicted_questions(), topics(), MiniLM(2, adapter))
    scopes.save(Path(index.adapter.__file__).with_name("scopes.npz"))


if __name__ == "__main__":
    main()
