"""The archive of classes: made for exactly one Java and class path, whole or not at all."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from graph.embedded.classdata import ArchiveMaker, archive_path, sharing_options
from graph.embedded.jvm import java_command, java_options, whole_class_path

WRITES_WHAT_IT_WAS_TOLD = """\
for option in "$@"; do case "$option" in -XX:SharedArchiveFile=*) echo archive > "${option#*=}";; esac; done
"""


def java(folder: Path, script: str) -> Path:
    """A Java that is a script."""
    command = folder / "jdk" / "bin" / "java"
    command.parent.mkdir(parents=True, exist_ok=True)
    command.write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
    command.chmod(0o755)
    (folder / "jdk" / "release").write_text("JAVA_VERSION=21\n", encoding="utf-8")
    return command


def maker(folder: Path, script: str, *, jars: str = "one.jar") -> ArchiveMaker:
    classes = folder / "classes"
    classes.mkdir(exist_ok=True)
    listed = folder / "list.lst"
    listed.write_text("java/lang/Object\n@lambda-proxy x\n" + "L" * 5000 + "\norg/neo4j/Graph\ncut of", encoding="utf-8")
    return ArchiveMaker(classes / "new.jsa", class_list=listed, class_path=[folder / jars], java=java(folder, script))


def test_an_archive_belongs_to_one_java_and_one_class_path(tmp_path: Path) -> None:
    command = java(tmp_path, "")
    one = archive_path(tmp_path, class_path=[Path("/a.jar"), Path("/b.jar")], java=command)
    assert one == archive_path(tmp_path, class_path=[Path("/a.jar"), Path("/b.jar")], java=command)
    assert one != archive_path(tmp_path, class_path=[Path("/b.jar"), Path("/a.jar")], java=command)
    (tmp_path / "jdk" / "release").write_text("JAVA_VERSION=22\n", encoding="utf-8")
    assert one != archive_path(tmp_path, class_path=[Path("/a.jar"), Path("/b.jar")], java=command)
    assert one.parent == tmp_path / "classes"
    assert one.suffix == ".jsa"


def test_java_shares_an_archive_that_is_there_and_else_notes_its_classes(tmp_path: Path) -> None:
    archive, listed = tmp_path / "a.jsa", tmp_path / "classes.lst"
    assert sharing_options(archive, class_list=listed) == [f"-XX:DumpLoadedClassList={listed}"]
    archive.touch()
    options = sharing_options(archive, class_list=listed)
    assert options[:2] == [f"-XX:SharedArchiveFile={archive}", "-Xshare:auto"]
    assert not any("DumpLoadedClassList" in option for option in options)


def test_the_archive_gets_its_name_when_it_is_complete_and_those_used_last_are_kept(tmp_path: Path) -> None:
    made = maker(tmp_path, WRITES_WHAT_IT_WAS_TOLD)
    for age, name in enumerate(("second", "third", "fourth"), start=2):
        (tmp_path / "classes" / f"{name}.jsa").touch()
        os.utime(tmp_path / "classes" / f"{name}.jsa", (1000 - age, 1000 - age))
    sharing_options(tmp_path / "classes" / "fourth.jsa", class_list=tmp_path / "list")
    assert made.make()
    assert sorted(path.name for path in (tmp_path / "classes").iterdir()) == ["fourth.jsa", "new.jsa", "second.jsa"]


def test_lines_that_java_refuses_are_left_out(tmp_path: Path) -> None:
    maker(tmp_path, WRITES_WHAT_IT_WAS_TOLD).make()
    assert (tmp_path / "list.chosen").read_text(encoding="utf-8") == "java/lang/Object\norg/neo4j/Graph\n"


@pytest.mark.parametrize("script", ["exit 1", f"{WRITES_WHAT_IT_WAS_TOLD}exit 1", "exit 0"])
def test_a_java_that_fails_leaves_nothing_behind(tmp_path: Path, script: str) -> None:
    made = maker(tmp_path, script)
    (tmp_path / "classes" / "older.jsa").touch()
    assert not made.make()
    assert sorted(path.name for path in (tmp_path / "classes").iterdir()) == ["older.jsa"]


def test_it_is_made_in_the_background_by_one_program_at_a_time(tmp_path: Path) -> None:
    made = maker(tmp_path, WRITES_WHAT_IT_WAS_TOLD)
    made.start(after_seconds=0)
    deadline = time.monotonic() + 10
    while not (tmp_path / "classes" / "new.jsa").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    made.cancel()
    assert (tmp_path / "classes" / "new.jsa").read_text(encoding="utf-8") == "archive\n"


def test_what_is_cancelled_before_it_began_never_begins(tmp_path: Path) -> None:
    made = maker(tmp_path, f"touch {tmp_path}/ran")
    made.start(after_seconds=60)
    made.cancel()
    assert not (tmp_path / "ran").exists()


def test_what_is_cancelled_on_the_way_leaves_no_process_and_no_file(tmp_path: Path) -> None:
    made = maker(tmp_path, f"{WRITES_WHAT_IT_WAS_TOLD}touch {tmp_path}/ran\nexec sleep 60")
    made.start(after_seconds=0)
    deadline = time.monotonic() + 10
    while not (tmp_path / "ran").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    started = time.monotonic()
    made.cancel()
    assert time.monotonic() - started < 2
    assert [path.name for path in (tmp_path / "classes").iterdir()] == ["new.lock"]


def test_an_archive_that_is_there_or_cannot_be_shared_is_not_made(tmp_path: Path) -> None:
    for made in (maker(tmp_path, f"touch {tmp_path}/ran"), maker(tmp_path, f"touch {tmp_path}/ran", jars="é.jar")):
        (tmp_path / "classes" / "new.jsa").touch()
        made.start(after_seconds=0)
        made.cancel()
        (tmp_path / "classes" / "new.jsa").unlink()
    maker(tmp_path, f"touch {tmp_path}/ran", jars="é.jar").start(after_seconds=0)
    assert not (tmp_path / "ran").exists()


def test_the_java_is_the_one_of_the_packages() -> None:
    assert java_command().exists()
    assert (java_command().parent.parent / "release").exists()
    *jars, bridge = whole_class_path([Path("/a.jar")])
    assert jars == [Path("/a.jar")]
    assert bridge.name == "org.jpype.jar"
    assert bridge.exists()


def test_java_leaves_signals_to_python_and_dies_when_it_is_out_of_memory(tmp_path: Path) -> None:
    options = java_options(heap="256m", temporary=tmp_path)
    assert {"-Xmx256m", "-Xrs", "-XX:+ExitOnOutOfMemoryError", f"-Djava.io.tmpdir={tmp_path}"} <= set(options)
