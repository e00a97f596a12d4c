# SPDX-License-Identifier: MIT
"""Every system header included by C files and every module imported by Python files
belongs to a package in the lists of the Makefile, or to a dependency of one.

Programs need no check: the PATH of the tests has only those of the lists (.ci/only).
"""

import ast
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KODI = {"xbmc", "xbmcaddon", "xbmcgui", "xbmcplugin", "xbmcvfs"}  # built into Kodi


def closure(kind):
    """The packages of a list and all their dependencies."""
    packages = subprocess.run(["make", "-s", f"packages-{kind}"], cwd=ROOT, check=True, text=True,
                              capture_output=True).stdout.split()
    folder = ROOT / f"build/only-{kind}"
    subprocess.run([ROOT / ".ci/only", folder, *packages], check=True)
    return set((folder / ".closure").read_text().split())


def owners(paths):
    """{path: its package}. dpkg may know a file by its name before or after the merge of
    /usr."""
    names = {}
    for path in paths:
        real = os.path.realpath(path)
        names |= dict.fromkeys((str(path), real, real.removeprefix("/usr")), path)
    said = subprocess.run(["dpkg-query", "-S", *names], text=True, capture_output=True).stdout
    lines = [line.rpartition(": ") for line in said.splitlines()]
    return {names[name]: re.sub(r"[:,].*", "", package) for package, _, name in lines
            if name in names}


def find(*patterns):
    return [path for pattern in patterns for path in ROOT.glob(pattern)
            if "fixtures" not in path.parts]


def headers(files):
    """{system header: a file that includes it}"""
    return {name: file for file in files for name in
            re.findall(r"^[ \t]*#[ \t]*include[ \t]*<([^>]+)>", file.read_text(), re.M)}


def header_paths(names):
    text = "".join(f"#include <{name}>\n" for name in ("stdarg.h", "stddef.h", *names))
    done = subprocess.run(["gcc", "-E", "-M", "-xc", "-"], text=True, capture_output=True,
                          input=text)
    paths = done.stdout.replace("\\\n", " ").split()
    return {name: path for name in names for path in paths if path.endswith("/" + name)}


def modules(files):
    """{top-level name of a third-party module: a file that imports it}"""
    ours = {path.stem for path in files} | {path.parent.name for path in files} | {"resources"}
    found = {}
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else \
                [node.module] if isinstance(node, ast.ImportFrom) and not node.level else []
            for name in names:
                found[name.partition(".")[0]] = file
    return {name: file for name, file in found.items()
            if name not in ours | KODI | set(sys.stdlib_module_names)}


def module_paths(names):
    specs = {name: importlib.util.find_spec(name) for name in names}
    return {name: spec.origin or next(iter(spec.submodule_search_locations))
            for name, spec in specs.items() if spec}


def judge(things, paths_of, kind):
    """Prints what no package of the list provides; returns False if there is any."""
    known, paths = closure(kind), paths_of(things)
    owner, good = owners(paths.values()), True
    for name, file in sorted(things.items()):
        package = owner.get(paths.get(name), "a package that is not installed")
        if package not in known:
            print(f"{file.relative_to(ROOT)}:1: {name}: {package} "
                  f"is not in NEED_{kind.upper()} of the Makefile")
            good = False
    return good


def main():
    c = [f"{folder}/**/*.[ch]" for folder in ("shared", "cgi", "worker", "ctl")]
    python = find("tests/**/*.py", "kodi/**/*.py", "debian/**/*.py")
    return all([
        judge(headers(find(*c)), header_paths, "build"),
        judge(headers(find("tests/**/*.[ch]")), header_paths, "check"),
        judge(modules(python), module_paths, "check"),
    ])


if __name__ == "__main__":
    sys.exit(not main())
