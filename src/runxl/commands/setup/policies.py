"""What this computer's administrators forbid, as Windows' registry tells it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Registry: TypeAlias = "Callable[[str, str, str], object]"
"""The value of a name in a key of a hive (`HKCU` or `HKLM`); None where there is none."""

# "Block all Office applications from creating child processes", by Microsoft's number for it
CHILD_PROCESSES = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
_BLOCKS = "1"
_OFFICE = r"Software\Policies\Microsoft\Office\16.0"
_TRUSTED = r"Excel\Security\Trusted Locations"
_DEFENDER = r"Software\Policies\Microsoft\Windows Defender"
_ASR_RULES = rf"{_DEFENDER}\Windows Defender Exploit Guard\ASR\Rules"
_ASR_FROM_INTUNE = rf"{_DEFENDER}\Policy Manager"


class Ban(NamedTuple):
    """A setting that keeps the add-in from loading or from working: its code, key and name in the registry."""

    code: str
    key: str
    name: str


# Microsoft's administrative templates for Office 2016 and later
_BANS = (
    Ban("ban-trusted-locations", rf"{_OFFICE}\{_TRUSTED}", "AllLocationsDisabled"),
    Ban("ban-trusted-locations", rf"Software\Microsoft\Office\16.0\{_TRUSTED}", "AllLocationsDisabled"),
    Ban("ban-unsigned-addins", rf"{_OFFICE}\Excel\Security", "RequireAddinSig"),
    Ban("ban-all-addins", rf"{_OFFICE}\Excel\Security", "DisableAllAddins"),
    Ban("ban-vba", rf"{_OFFICE}\Common", "VBAOff"),
)


def bans(registry: Registry) -> Iterator[Ban]:
    """Give every setting that is in force, the computer's before the user's."""
    for ban in _BANS:
        if any(registry(hive, ban.key, ban.name) == 1 for hive in ("HKLM", "HKCU")):
            yield ban


def forbids_child_processes(registry: Registry) -> bool:
    """Tell whether Defender keeps Office from starting programs, as VBA must do to ring."""
    if str(registry("HKLM", _ASR_RULES, CHILD_PROCESSES)) == _BLOCKS:
        return True
    rules = str(registry("HKLM", _ASR_FROM_INTUNE, "ASRRules") or "").lower()
    return f"{CHILD_PROCESSES}={_BLOCKS}" in rules.split("|")


def windows_registry(hive: str, key: str, name: str) -> object:
    """Return a value of this computer's registry; None where there is none, or no registry."""
    if sys.platform != "win32":
        return None
    import winreg  # noqa: PLC0415  (exists on Windows only)

    root = winreg.HKEY_LOCAL_MACHINE if hive == "HKLM" else winreg.HKEY_CURRENT_USER
    try:
        with winreg.OpenKey(root, key) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except OSError:
        return None
