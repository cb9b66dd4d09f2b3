"""The doorbell that the add-in's VBA rings: one process per press, started by `python -I -m runxl.bridge`.

VBA gives a command, who is asking and the workbook's full name; `docs/bridge.md` is the protocol. Nothing in a
workbook, in its folder or in the environment takes part in choosing what runs here.
"""
