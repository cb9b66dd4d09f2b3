"""Writes runxl.xlam beside its sources."""

from __future__ import annotations

from addin.build.package import ADDIN, addin, sources

(ADDIN / "runxl.xlam").write_bytes(addin(sources()))
