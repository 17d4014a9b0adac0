"""The store in both databases, for the tests of the desk's service."""

from __future__ import annotations

from store_fixtures import postgres_folder, postgres_url, store, store_settings

__all__ = ["postgres_folder", "postgres_url", "store", "store_settings"]
