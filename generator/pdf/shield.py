"""ReportLab imported on our terms: no settings file of the user's and no RL_* variable may steer it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def shielded() -> Iterator[None]:
    """Hide what ReportLab would run or read at import: `reportlab_settings.py`, `~/.reportlab_settings`, RL_* variables."""
    for settings in ("reportlab_settings", "reportlab.local_rl_settings"):
        sys.modules.setdefault(settings, ModuleType(settings))
    hidden = {key: os.environ.pop(key) for key in [*os.environ] if key.startswith("RL_")}
    try:
        yield
    finally:
        os.environ.update(hidden)
