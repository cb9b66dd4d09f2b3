"""What an object of the engine answers to: the members that it has, and a clear no to all others of xlwings."""

from __future__ import annotations


class Supported:
    """An object whose missing members say so by their name, when they are read, called or set."""

    __slots__ = ()

    def __getattr__(self, name: str) -> object:
        """Refuse a member that xlwings has and this engine has not."""
        if name.startswith("_"):
            raise AttributeError(name)
        raise NotImplementedError(_refusal(self, name))

    def __setattr__(self, name: str, value: object) -> None:
        """Set a member that can be set."""
        member = getattr(type(self), name, None)
        if member is None or (isinstance(member, property) and member.fset is None):
            raise NotImplementedError(_refusal(self, name))
        object.__setattr__(self, name, value)


def members(kind: type[Supported]) -> set[str]:
    """Return the names of all that a kind of object answers to."""
    return {name for name in dir(kind) if not name.startswith("_")}


def _refusal(one: Supported, name: str) -> str:
    return f"runxl's LibreOffice engine has no {type(one).__name__}.{name}"
