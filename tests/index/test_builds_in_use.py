"""A build that is killed, and an app that runs while builds come and go."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import tiny_library
from tiny_library import Hashed, build, library

from corpus.errors import IndexMissing
from index.builds import current_build
from index.opened import IndexHandle, OpenIndex

ROOT = Path(__file__).resolve().parents[2]


def price(index: OpenIndex) -> int:
    """What tea costs by an index, which must be whole to say it."""
    assert len(index.rows) == 3
    assert index.store.counts() == index.manifest.counts
    (found,) = (row.sentence.text for row in index.rows if "Tea costs" in row.sentence.text)
    return int(found.split()[2])


def fresh_price(index_dir: Path) -> int:
    index = IndexHandle(index_dir, Hashed()).get()
    try:
        return price(index)
    finally:
        index.close()


def build_in_a_process(
    index_dir: Path, version: int, *options: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, tiny_library.__file__, str(index_dir), str(version), *options],
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_given_builds_killed_at_any_moment_when_asked_then_a_whole_index_is_in_use(
    tmp_path: Path,
) -> None:
    index_dir = tmp_path / "index"
    build(library(price=1), index_dir)
    steps = build_in_a_process(index_dir, 2).stdout.splitlines()
    assert fresh_price(index_dir) == 2
    renames = [number for number, step in enumerate(steps, start=1) if step == "os.rename"]
    assert len(renames) == 2, "the build moves into place, then the pointer"
    chance = random.Random(2026)
    at = {*renames, renames[-1] + 1, *chance.sample(range(2, renames[0]), 3)}
    after = [chance.uniform(0.1, 1.2) for _ in range(3)]
    moments = [f"--die-at={step}" for step in sorted(at)] + [f"--die-after={s:.2f}" for s in after]

    version, before, kept = 3, 2, 0
    for moment in moments:
        killed = build_in_a_process(index_dir, version, moment)

        now = fresh_price(index_dir)
        assert now in (before, version), moment
        if killed.returncode == -signal.SIGKILL:
            kept += now == before
        else:
            assert killed.returncode == 0, killed.stderr
            assert now == version
        version, before = version + 1, now

    assert kept >= len(at) - 1
    build(library(price=version), index_dir)
    assert fresh_price(index_dir) == version
    left = [path.name for path in (index_dir / "builds").iterdir()]
    assert len(left) <= 2
    assert not any(name.startswith("making-") for name in left)


def test_given_a_first_build_killed_when_asked_then_there_is_no_index_and_the_next_build_works(
    tmp_path: Path,
) -> None:
    index_dir = tmp_path / "index"
    killed = build_in_a_process(index_dir, 1, "--die-at=12")
    assert killed.returncode == -signal.SIGKILL

    with pytest.raises(IndexMissing, match="npq index build"):
        IndexHandle(index_dir, Hashed()).get()

    build(library(price=1), index_dir)
    assert fresh_price(index_dir) == 1


def test_given_a_running_app_when_a_build_is_swapped_in_then_the_next_question_gets_it(
    tmp_path: Path,
) -> None:
    index_dir = tmp_path / "index"
    build(library(price=1), index_dir)
    handle = IndexHandle(index_dir, Hashed())
    first = handle.get()
    assert handle.get() is first

    build(library(price=2), index_dir)
    second = handle.get()

    assert price(second) == 2
    assert price(first) == 1  # a question that began before the swap can end
    second.close()
    first.close()


def test_given_a_running_app_when_the_new_build_cannot_be_found_then_it_keeps_the_one_it_has(
    tmp_path: Path,
) -> None:
    index_dir = tmp_path / "index"
    build(library(price=1), index_dir)
    handle = IndexHandle(index_dir, Hashed())
    first = handle.get()

    (index_dir / "CURRENT").unlink()

    assert handle.get() is first
    first.close()


def test_given_many_builds_when_done_then_only_the_one_in_use_and_the_one_before_are_left(
    tmp_path: Path,
) -> None:
    index_dir = tmp_path / "index"
    used = []
    for version in range(1, 5):
        build(library(price=version), index_dir)
        used.append(current_build(index_dir))

    assert set((index_dir / "builds").iterdir()) == set(used[-2:])


def test_given_a_build_left_by_a_kill_when_built_then_what_a_running_app_reads_stays(
    tmp_path: Path,
) -> None:
    index_dir = tmp_path / "index"
    build(library(price=1), index_dir)
    before = current_build(index_dir)
    (index_dir / "builds" / "made-but-never-used").mkdir()
    (index_dir / "builds" / "making-half").mkdir()

    build(library(price=2), index_dir)

    assert set((index_dir / "builds").iterdir()) == {before, current_build(index_dir)}
