"""Settings that all tests share."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is slow, not wrong: what must be quick is measured as a ratio.
settings.register_profile("darkroom", deadline=None)
settings.load_profile("darkroom")
