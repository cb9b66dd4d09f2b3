"""The engine, its one application and the workbooks that are open in it, as xlwings' main module calls them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runxl.calc.books import Book, Opened
from runxl.calc.office import Office, attached
from runxl.calc.supported import Supported
from runxl.calc.unomodule import file_url, property_values
from runxl.grid import CellError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import xlwings

_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xlam": "Calc MS Excel 2007 VBA XML",
    ".ods": "calc8",
}


def engine(pipe: str) -> xlwings.Engine:
    """Return an engine for the LibreOffice that listens on a pipe. It is never ended by us.

    Raises ConnectionError where none answers.
    """
    return engine_of(attached(pipe))


def engine_of(office: Office) -> xlwings.Engine:
    """Return an engine for a LibreOffice that we are connected to, active at once."""
    import xlwings

    made = xlwings.Engine(impl=Engine(office))
    xlwings.engines.add(made)
    made.activate()
    return made


class Engine(Supported):
    """What is told of the whole program, and how single values travel."""

    __slots__ = ("_app",)

    name = "libreoffice"
    type = "desktop"

    def __init__(self, office: Office) -> None:
        self._app = App(office, self)

    @property
    def apps(self) -> Apps:
        """The one application."""
        return Apps(self._app)

    @staticmethod
    def prepare_xl_data_element(value: object, options: Mapping[str, object]) -> object:
        """Return a value as a cell is given it."""
        del options
        return value

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[object]],
        datetime_builder: Callable[..., object],
        empty_as: object,
        number_builder: Callable[[float], object] | None,
        err_to_str: bool,  # noqa: FBT001  (xlwings' own signature)
    ) -> list[list[object]]:
        """Return what cells hold as xlwings' users see it."""

        def cleaned(value: object) -> object:
            if value is None or value == "":
                return empty_as
            if isinstance(value, datetime):
                parts = ("year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo")
                return datetime_builder(**{part: getattr(value, part) for part in parts})
            if isinstance(value, CellError):
                return value.code if err_to_str else None
            if isinstance(value, float) and number_builder is not None:
                return number_builder(value)
            return value

        return [[cleaned(value) for value in row] for row in data]


class Apps(Supported):
    """The applications of the engine: always one."""

    __slots__ = ("_app",)

    def __init__(self, app: App) -> None:
        self._app = app

    def __iter__(self) -> Iterator[App]:
        """Give the application."""
        yield self._app

    def __len__(self) -> int:
        """Return 1."""
        return 1

    def __getitem__(self, _key: int) -> App:
        """Return the application, whatever its key."""
        return self._app

    def keys(self) -> list[int]:
        """Return the keys of the applications: process ids, 0 for one that we did not start."""
        return [self._app.pid]


class App(Supported):
    """One LibreOffice. The pause of computing and drawing holds for the workbooks that are open when it is set."""

    __slots__ = ("_drawing", "_engine", "_office", "_status")

    def __init__(self, office: Office, engine: Engine) -> None:
        self._office, self._engine = office, engine
        self._drawing: list[Any] | None = None
        self._status = ""

    @property
    def engine(self) -> Engine:
        """The engine that this belongs to."""
        return self._engine

    @property
    def api(self) -> Any:  # noqa: ANN401  (UNO has no types)
        """UNO's desktop."""
        return self._office.desktop

    @property
    def pid(self) -> int:
        """The process id; 0 for a program that we did not start."""
        return self._office.pid or 0

    @property
    def books(self) -> Books:
        """The workbooks that are open."""
        return Books(self, self._office)

    @property
    def screen_updating(self) -> bool:
        """Whether changes are drawn as they are made."""
        return self._drawing is None

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        if value == self.screen_updating:
            return
        if value:
            for model in self._drawing or ():
                model.unlockControllers()
            self._drawing = None
            return
        models = list(open_models(self._office))
        for model in models:
            model.lockControllers()
        self._drawing = models

    @property
    def display_alerts(self) -> bool:
        """False: over UNO no question is ever put to anybody."""
        return False

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        if value:
            message = "runxl's LibreOffice engine puts no questions"
            raise NotImplementedError(message)

    @property
    def calculation(self) -> str:
        """`automatic`, or `manual` where any open workbook waits to be asked."""
        automatic = all(model.isAutomaticCalculationEnabled() for model in open_models(self._office))
        return "automatic" if automatic else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("automatic", "manual"):
            message = f"runxl's LibreOffice engine has no calculation mode {value!r}"
            raise NotImplementedError(message)
        for model in open_models(self._office):
            model.enableAutomaticCalculation(value == "automatic")

    @property
    def status_bar(self) -> str:
        """The words that were last shown in the status bar."""
        return self._status

    @status_bar.setter
    def status_bar(self, value: str) -> None:
        self._status = value
        component = self._office.desktop.CurrentComponent
        if component is not None:
            component.CurrentController.StatusIndicator.start(value, 1)

    def calculate(self) -> None:
        """Compute every formula that waits for it."""
        for model in open_models(self._office):
            model.calculate()

    def activate(self, steal_focus: bool = False) -> None:  # noqa: FBT001, FBT002  (xlwings' own signature)
        """Nothing: which window is in front is the user's own choice, and a workbook is activated by itself."""

    def quit(self) -> None:
        """End the program, unsaved, where we started it."""
        if not self._office.is_ours:
            message = "runxl's LibreOffice engine never ends a program that it did not start"
            raise NotImplementedError(message)
        self._office.stop()


class Books(Supported):
    """The open workbooks."""

    __slots__ = ("_app", "_office")

    def __init__(self, app: App, office: Office) -> None:
        self._app, self._office = app, office

    @property
    def app(self) -> App:
        """The application that they are open in."""
        return self._app

    @property
    def active(self) -> Book:
        """The workbook in front, or the first of them."""
        current = self._office.desktop.getCurrentComponent()
        if current is not None and current.supportsService(_SPREADSHEET):
            return Book(self._app, Opened(current, self._office))
        return self(1)

    def __iter__(self) -> Iterator[Book]:
        """Give the workbooks that are open."""
        for model in open_models(self._office):
            yield Book(self._app, Opened(model, self._office))

    def __len__(self) -> int:
        """Return the number of workbooks that are open."""
        return sum(1 for _ in self)

    def __call__(self, name_or_index: str | int) -> Book:
        """Return a workbook by its name, or by its place counted from 1. Raises KeyError where there is none."""
        for number, book in enumerate(self, start=1):
            if name_or_index in (number, book.name):
                return book
        raise KeyError(name_or_index)

    def add(self) -> Book:
        """Return a new workbook that has no file yet."""
        return self._loaded("private:factory/scalc", {})

    def open(
        self,
        fullname: str,
        update_links: object = None,
        read_only: bool | None = None,  # noqa: FBT001  (xlwings' own signature)
        *unused: object,
    ) -> Book:
        """Return a workbook that is opened from a file. No macro runs and no link is followed.

        Raises FileNotFoundError where LibreOffice cannot open it.
        """
        if update_links or any(value is not None for value in unused):
            message = "runxl's LibreOffice engine opens a file as it is, or read-only"
            raise NotImplementedError(message)
        kind = _FILTERS.get(Path(fullname).suffix.casefold())
        if kind is None:
            message = f"runxl's LibreOffice engine does not open {fullname}"
            raise NotImplementedError(message)
        return self._loaded(file_url(fullname), {"FilterName": kind, "ReadOnly": bool(read_only)})

    def _loaded(self, url: str, properties: Mapping[str, object]) -> Book:
        hidden = {"Hidden": True} if self._office.is_ours else {}
        # MacroExecutionMode 0 and UpdateDocMode 0 are NEVER_EXECUTE and NO_UPDATE
        told = {"MacroExecutionMode": 0, "UpdateDocMode": 0, **hidden, **properties}
        model = self._office.desktop.loadComponentFromURL(url, "_blank", 0, property_values(told))
        if model is None:
            raise FileNotFoundError(url)
        return Book(self._app, Opened(model, self._office))


def open_models(office: Office) -> Iterator[Any]:
    """Give UNO's document of each workbook that is open."""
    components = office.desktop.Components.createEnumeration()
    while components.hasMoreElements():
        model = components.nextElement()
        if model.supportsService(_SPREADSHEET):
            yield model
