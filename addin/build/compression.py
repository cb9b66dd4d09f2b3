"""VBA's own compression (MS-OVBA 2.4.1), in the one form that Excel accepts everywhere: every chunk as tokens."""

from __future__ import annotations

_CHUNK = 4096
_SIGNATURE = b"\x01"
_COMPRESSED_CHUNK = 0xB000
_TOKENS_PER_FLAG_BYTE = 8
_SHORTEST_COPY = 3
_FEWEST_OFFSET_BITS = 4


def compressed(data: bytes) -> bytes:
    """Return the container that VBA reads the bytes back from.

    Raises ValueError for bytes that do not shrink: Excel refuses a module whose first chunk is stored as it is.
    """
    return _SIGNATURE + b"".join(_chunk(data[start : start + _CHUNK]) for start in range(0, len(data), _CHUNK))


def _chunk(data: bytes) -> bytes:
    tokens = bytearray()
    position = 0
    while position < len(data):
        position, group = _token_group(data, position)
        tokens += group
    if len(tokens) > _CHUNK:
        message = f"{len(data)} bytes do not shrink"
        raise ValueError(message)
    return (_COMPRESSED_CHUNK | len(tokens) - 1).to_bytes(2, "little") + tokens


def _token_group(data: bytes, position: int) -> tuple[int, bytes]:
    """Return where the next group begins, and a flag byte with its eight tokens; a set flag marks a copy."""
    flags = 0
    tokens = bytearray()
    for number in range(_TOKENS_PER_FLAG_BYTE):
        if position == len(data):
            break
        length, distance = _longest_copy(data, position)
        if length:
            flags |= 1 << number
            tokens += _copy_token(position, length, distance)
        else:
            tokens.append(data[position])
        position += length or 1
    return position, bytes([flags]) + tokens


def _longest_copy(data: bytes, position: int) -> tuple[int, int]:
    """Return length and distance of the longest earlier text like the one here, the nearest of equals; (0, 0) if none.

    The earlier text may run into the one that it is copied to, as in `aaaa`.
    """
    longest = min(_longest_length(position), len(data) - position)
    length, found = _SHORTEST_COPY - 1, -1
    while length < longest:
        nearest = data.rfind(data[position : position + length + 1], 0, position + length)
        if nearest < 0:
            break
        length, found = length + 1, nearest
    return (length, position - found) if found >= 0 else (0, 0)


def _offset_bits(position: int) -> int:
    """Return how many bits of a copy token tell the distance: more, the further into the chunk (2.4.1.3.19.1)."""
    return max(_FEWEST_OFFSET_BITS, (position - 1).bit_length())


def _longest_length(position: int) -> int:
    return (0xFFFF >> _offset_bits(position)) + _SHORTEST_COPY


def _copy_token(position: int, length: int, distance: int) -> bytes:
    token = (distance - 1) << (16 - _offset_bits(position)) | (length - _SHORTEST_COPY)
    return token.to_bytes(2, "little")
