"""What a run came to in sentences, for somebody who knows none of the measures."""

from __future__ import annotations

from evals.records import Summary
from evals.report.words import wording


def in_sentences(summary: Summary) -> tuple[str, ...]:
    """Say how many questions were right, declined, asked back on and refused; counts, no terms."""
    words = wording()["plainly"]
    found = []
    right = summary.estimates.get("accuracy")
    if right is not None and right.mean is not None and right.scored:
        told = {"right": round(right.mean * right.scored), "all": right.scored}
        found.append(words["right"].format(**told, share=f"{right.mean:.0%}"))
    for expected, given in summary.confusion.items():
        told = {f"did_{each}": count for each, count in given.items()}
        every = sum(given.values())
        if every and expected in words["expected"]:
            done = words["expected"][expected]
            found.append(done.format(**dict.fromkeys(_BEHAVIOURS, 0) | told, all=every))
    old = summary.estimates.get("superseded_as_current")
    if old is not None and old.mean is not None:
        times = round(old.mean * old.scored)
        found.append(words["old"].format(times=times) if times else words["no_old"])
    return tuple(found)


_BEHAVIOURS = ("did_answer", "did_abstain", "did_clarify", "did_refuse", "did_error")
