"""ZIP and tar archives, and single packed files. Nothing is written to disk: members are read in memory, one at a time."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from ingest.containers.packed import Unpacked, check_sizes, is_bomb
from ingest.errors import SourceError, SourceUnreadable
from ingest.raw import LARGEST, Raw, Source, Unread, Whole, bounded

__all__ = ["size_of", "tar", "unpacked", "zipped"]

_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, ValueError)
_ENCRYPTED = 0x1
_PACKINGS = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ", lzma.open))
_TARS = frozenset((".tgz", ".tbz2", ".txz"))
_HIDDEN = re.compile(r"(?:^|/)(?:\.(?!\.?(?:/|$))|__MACOSX/)")


def zipped(whole: Whole) -> Source:
    """The members of a ZIP archive."""
    try:
        archive = zipfile.ZipFile(whole.file)
    except _BROKEN as error:
        raise _broken(whole, "ZIP archive", error) from error
    with archive:
        check_sizes(archive.infolist(), size_of(whole.file), whole.source)
        for member in archive.infolist():
            if member.is_dir() or _HIDDEN.search(member.filename):
                continue
            yield _refused(whole, member.filename, member.file_size) or _of_zip(archive, member, whole)


def tar(whole: Whole) -> Source:
    """The files of a tar archive, packed or not, in their order."""
    packed = _stream(whole)
    try:
        with tarfile.open(fileobj=packed, mode="r|") as archive:
            for member in archive:
                if member.isdir() or _HIDDEN.search(member.name):
                    continue
                yield _refused(whole, member.name, member.size) or _of_tar(archive, member, whole)
    except SourceError:
        raise
    except _BROKEN as error:
        raise _broken(whole, "tar archive", error) from error


def unpacked(whole: Whole) -> Iterator[Raw | Unread | Whole]:
    """The one file in a ``.gz``, ``.bz2`` or ``.xz``, which may be large; a tar archive is read as one."""
    if whole.suffix in _TARS or _is_tar(whole):
        yield from tar(whole)
        return
    suffix = PurePosixPath(PurePosixPath(whole.source).stem).suffix.lower()
    with SpooledTemporaryFile(max_size=LARGEST) as file:
        try:
            copyfileobj(_stream(whole), file)
        except SourceError:
            raise
        except _BROKEN as error:
            raise _broken(whole, "packed file", error) from error
        file.seek(0)
        yield replace(whole, file=cast("BinaryIO", file), suffix=suffix, depth=whole.depth + 1)


def size_of(file: BinaryIO) -> int:
    """The bytes of an open file, which is at its start afterwards."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size


def _is_tar(whole: Whole) -> bool:
    try:
        head = _stream(whole).read(tarfile.BLOCKSIZE)
    except _BROKEN:
        return False
    return head[257:262] == b"ustar"


def _stream(whole: Whole) -> BinaryIO:
    whole.file.seek(0)
    head = whole.file.read(6)
    whole.file.seek(0)
    opened = next((opener for magic, opener in _PACKINGS if head.startswith(magic)), None)
    if opened is None:
        return whole.file
    return cast("BinaryIO", Unpacked(cast("io.BufferedIOBase", opened(whole.file)), whole.file, whole.source))


def _refused(whole: Whole, name: str, size: int) -> Unread | None:
    """Why a member of that name and size is not opened."""
    source = whole.within(name)
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", name):
        return Unread(source, f"{source} names a place outside its archive: pack the file under a name of its own")
    if size > LARGEST:
        return Unread(source, f"{source} is larger than {LARGEST // 1024**2} MB: give one article a file")
    return None


def _of_zip(archive: zipfile.ZipFile, member: zipfile.ZipInfo, whole: Whole) -> Raw | Unread:
    source = whole.within(member.filename)
    if member.flag_bits & _ENCRYPTED:
        return Unread(source, f"{source} asks for a password: pack it without one")
    if is_bomb(member.file_size, member.compress_size):
        return Unread(source, f"{source} holds {member.compress_size} bytes that unpack to {member.file_size}: give it unpacked")
    try:
        with archive.open(member) as file:
            data = bounded(cast("BinaryIO", file), source)
    except _BROKEN as error:
        return Unread(source, f"{source} is damaged in its archive ({_words(error)}): pack it anew")
    return Raw(source, data, PurePosixPath(member.filename).suffix.lower())


def _of_tar(archive: tarfile.TarFile, member: tarfile.TarInfo, whole: Whole) -> Raw | Unread:
    source = whole.within(member.name)
    if not member.isfile():
        kind = "a link" if member.issym() or member.islnk() else "no regular file"
        return Unread(source, f"{source} is {kind}: pack the file itself")
    file = archive.extractfile(member)
    data = b"" if file is None else bounded(io.BytesIO(file.read()), source)
    return Raw(source, data, PurePosixPath(member.name).suffix.lower())


def _broken(whole: Whole, kind: str, error: Exception) -> SourceUnreadable:
    return SourceUnreadable(f"{whole.source} is a broken {kind} ({_words(error)}): pack it anew")


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
