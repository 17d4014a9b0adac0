"""The store, and people at the desk."""

from __future__ import annotations

from store_fixtures import postgres_folder, postgres_url, store, store_settings

__all__ = ["postgres_folder", "postgres_url", "store", "store_settings"]
