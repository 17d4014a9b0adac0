"""Every setting, read from the environment in one place."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import SettingsError

PACKAGE_ROOT = Path(__file__).resolve().parent


def _default_data_dir() -> Path:
    """`data/` of the checkout, or of the current folder when installed elsewhere."""
    checkout = PACKAGE_ROOT.parent
    return (checkout if (checkout / "pyproject.toml").exists() else Path.cwd()) / "data"


class Settings(BaseSettings):
    """Settings of a deployment; each is an environment variable `NPQ_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="NPQ_", frozen=True, extra="ignore")

    data_dir: Path = Field(
        default_factory=_default_data_dir,
        description="Folder for all that is written: index, added documents, logs",
    )
    host: str = Field("127.0.0.1", description="Address the browser chat listens on")
    port: int = Field(8501, ge=1, le=65535, description="Port the browser chat listens on")
    max_question_chars: int = Field(
        6000, ge=100, description="Longest question accepted, in characters"
    )
    max_enquiry_chars: int = Field(
        20000, ge=100, description="Longest enquiry the reply desk accepts, in characters"
    )
    max_file_mb: float = Field(20.0, gt=0, description="Largest file `corpus add` reads, in MB")
    threads: int = Field(1, ge=1, description="Processor threads for one question")
    index_threads: int = Field(2, ge=1, description="Processor threads while building the index")
    log_level: str = Field(
        "INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="Detail in `logs/npq.log`: DEBUG, INFO, WARNING or ERROR",
    )
    database_url: str = Field(
        "sqlite",
        pattern="^(sqlite|postgres(ql)?(\\+psycopg)?://.+)$",
        repr=False,
        description="Where conversations and enquiries are kept: `sqlite` is `npq.db` in the "
        "data folder; a `postgresql://` address is a server",
    )
    keep_conversations: bool = Field(
        True, description="Whether the browser chat keeps conversations, with personal data masked"
    )
    keep_conversations_days: int = Field(
        90,
        ge=1,
        le=36500,
        description="Days after its last question until a conversation is deleted, "
        "by the chat once a day or by `store purge`",
    )
    keep_enquiries_days: int = Field(
        365, ge=1, le=36500, description="Days after which `store purge` deletes an enquiry"
    )

    model: str = Field(
        "",
        pattern="^$|^[a-z_]+:.+$",
        description="Language model that phrases answers, as `provider:model` for LangChain's "
        "`init_chat_model`; empty: answers are quoted from the guidance",
    )
    model_options: dict[str, Any] = Field(
        {},
        description='Arguments for that model, as JSON: `{"temperature": 0.2}`; null takes one '
        "of ours out",
    )
    model_timeout_s: float = Field(
        30.0, gt=0, le=600, description="Longest wait for the language model, for one answer"
    )
    model_tokens_a_day: int = Field(
        0, ge=0, description="Tokens a day (UTC) for the language model; 0: no limit"
    )

    @property
    def index_dir(self) -> Path:
        """Folder of the index builds."""
        return self.data_dir / "index"

    @property
    def documents_dir(self) -> Path:
        """Folder of the documents that this deployment added."""
        return self.data_dir / "documents"

    @property
    def store_file(self) -> Path:
        """SQLite file of conversations and enquiries, unless `database_url` names a server."""
        return self.data_dir / "npq.db"

    @property
    def staff_file(self) -> Path:
        """Who may work at the reply desk, and in which roles."""
        return self.data_dir / "staff.yaml"

    @property
    def secrets_file(self) -> Path:
        """How staff sign in, in Streamlit's own form; used by `npq serve` when it is there."""
        return self.data_dir / "secrets.toml"

    @property
    def model_tokens_file(self) -> Path:
        """Tokens that the language model was sent and gave today, over all processes."""
        return self.data_dir / "model-tokens.json"

    @property
    def log_file(self) -> Path:
        """File for the operator's log."""
        return self.data_dir / "logs" / "npq.log"


@lru_cache
def get_settings() -> Settings:
    """Read the settings once a process; raise `SettingsError` naming the bad one."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "NPQ_" + str(first["loc"][0]).upper()
        raise SettingsError(f"The setting {name} cannot be used: {first['msg']}.") from error
