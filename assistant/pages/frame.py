"""What every page stands in: style, the shared assistant, and errors told in one sentence."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import streamlit as st

from assistant.assembly import Assistant, build_assistant
from assistant.logs import configure_logging
from assistant.pages.answers import problem_html
from assistant.records import policy
from assistant.store.keeper import Keeper
from corpus.errors import NpqError
from corpus.settings import get_settings
from index.embedding import MiniLM

log = logging.getLogger(__name__)
_WARM_UP = "Will it rain in Leeds on Sunday?"  # out of scope: no language model is asked
STYLE = Path(__file__).with_name("style.css")


@st.cache_resource(show_spinner=False)
def shared_model() -> MiniLM:
    """Return the embedding model that all tabs share; it is loaded when first used."""
    return MiniLM(threads=get_settings().threads)


@st.cache_resource(show_spinner=False)
def shared_assistant() -> Assistant:
    """Load model and index once for all tabs; raise `IndexMissing` if there is no index."""
    assistant = build_assistant(get_settings(), shared_model())
    assistant.passage("")
    assistant.invoke(_WARM_UP)
    return assistant


def shared_keeper() -> Keeper:
    """Return what keeps the conversations of all tabs; nothing is opened by it yet."""
    settings = get_settings()
    return _keeper(str(settings.data_dir), settings.database_url)


@st.cache_resource(show_spinner=False, on_release=Keeper.close)
def _keeper(data_dir: str, database_url: str) -> Keeper:
    return Keeper(get_settings())


@st.cache_resource(show_spinner=False)
def _open_log() -> None:
    configure_logging(get_settings())


def framed(draw: Callable[[], None]) -> Callable[[], None]:
    """Put a page in the frame: its style, and one plain sentence if it cannot be drawn."""

    @wraps(draw)
    def page() -> None:
        st.html(STYLE)
        try:
            _open_log()
            draw()
        except NpqError as error:
            st.html(problem_html(error.sentence))
        except Exception:
            log.exception("a page could not be drawn")
            st.html(problem_html(policy("chat")["problem"]["unexpected"]))

    return page
