"""A closed workbook file: what the plan edits is patched, every other part of the file stays byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from runxl.errors import FileError
from runxl.hosts.package.archive import Archive
from runxl.hosts.package.structure import Structure, read_structure
from runxl.hosts.promise import receipt, refuse_conflicts, storable

if TYPE_CHECKING:
    import os

    from runxl.grid import Plan, Receipt, Snapshot
    from runxl.hosts.package.noting import Noting


class PackageBook:
    """An .xlsx or .xlsm file's content, read when it was opened. Nothing reaches the disk before `save`."""

    def __init__(self, data: bytes, path: Path) -> None:
        self.path = path.absolute()
        self._on_disk = data
        self._archive = self._saved = Archive(data, path.name)
        self._structure: Structure | None = read_structure(self._archive)
        self._snapshot: Snapshot | None = None

    def read(self) -> Snapshot:
        """Return everything that stands in the workbook now, applied plans included."""
        if self._snapshot is None:
            from runxl.hosts.package.reader import read_snapshot  # noqa: PLC0415  (applying alone reads no snapshot)

            self._snapshot = read_snapshot(self._archive, self._now())
        return self._snapshot

    def apply(self, plan: Plan) -> Receipt:
        """Write the plan; see `runxl.hosts.Book`. Only the sheets that it edits are looked into, and their dependents.

        Where every cell and table is as planned already, nothing changes and `save` has nothing to write.
        """
        from runxl.hosts.package.patch import patched  # noqa: PLC0415  (a check with --preview never patches)

        structure = self._now()
        plan = storable(plan, {sheet.name for sheet in structure.sheets}, structure.tables)
        patch = patched(self._archive, structure, plan)
        rows = {resize.table: structure.tables[resize.table].rows for resize in plan.resizes}
        noting = self._noting(plan)
        notes = {} if noting is None else noting.before
        refuse_conflicts(plan, patch.before, rows, notes)
        done = receipt(plan, patch.before, patch.after, rows, notes)
        if done.written or any(resize.rows != rows[resize.table] for resize in plan.resizes):
            self._replace(self._archive.edited(patch.replaced, patch.dropped))
        if noting is not None:
            self._replace(noting.written(self._archive))
        return done

    def written(self) -> bytes:
        """Return the file as it is with what was applied."""
        return self._on_disk if self._archive is self._saved else self._archive.written()

    def _noting(self, plan: Plan) -> Noting | None:
        if not plan.notes:
            return None
        from runxl.hosts.package.noting import Noting  # noqa: PLC0415  (few plans leave a note)

        return Noting(self._archive, self._now(), plan.notes)

    def _replace(self, archive: Archive) -> None:
        if archive is not self._archive:
            self._archive = archive
            self._structure = self._snapshot = None

    def save(self, path: str | os.PathLike[str] | None = None) -> None:
        """Put the workbook on disk: in its own file, or as a copy in another.

        At every moment the old file or the new one is there, whole. Its own file is not touched where nothing was
        applied. Raises FileError, the file untouched, where it has changed since it was opened, is open in a
        spreadsheet program, or cannot be written.
        """
        from runxl.hosts.package.saving import Expected, replace_file, same_file  # noqa: PLC0415  (most commands read only)

        target = self.path if path is None else Path(path)
        self._refuse_ending(target)
        own = path is None or same_file(target, self.path)
        applied = self._archive is not self._saved
        if own and not applied:
            return
        data = self.written()
        replace_file(target, data, expected=self._on_disk if own else Expected.ANYTHING)
        if own:
            self._on_disk, self._saved = data, self._archive

    def save_new(self, path: str | os.PathLike[str]) -> None:
        """Put the workbook on disk as a copy in a file that is not there yet.

        Raises FileError where there is one by then, or it cannot be written.
        """
        from runxl.hosts.package.saving import Expected, replace_file  # noqa: PLC0415  (as above)

        self._refuse_ending(Path(path))
        replace_file(Path(path), self.written(), Expected.NO_FILE)

    def _refuse_ending(self, target: Path) -> None:
        if target.suffix.casefold() != self.path.suffix.casefold():
            raise FileError("ending-must-stay", file=target.name, ending=self.path.suffix)

    def refuse_changed(self) -> None:
        """Raise FileError where its file has changed since it was opened, before others are written that tell of it."""
        from runxl.hosts.package.saving import refuse_changed  # noqa: PLC0415  (most commands read only)

        refuse_changed(self.path, self.path.name, self._on_disk)

    def _now(self) -> Structure:
        if self._structure is None:
            self._structure = read_structure(self._archive)
        return self._structure
