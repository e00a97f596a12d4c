#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The add-on as Kodi installs it. The same tree gives the same bytes: names are sorted,
times and modes are fixed, nothing is compressed (the pictures are already, and another
zlib compresses differently).

pack.py FILE           the zip file
pack.py FILE FOLDER    and a repository that Kodi can follow, with that zip file: the
                       list of add-ons, its hash, and what repository.sh needs
"""

import hashlib
import shutil
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
ADDON = HERE / "script.ryot"
KINDS = (".md", ".po", ".png", ".py", ".xml")


def contents():
    """(name in the zip, path) of everything that belongs in it."""
    found = [(path.relative_to(HERE).as_posix(), path)
             for path in ADDON.rglob("*") if path.suffix in KINDS]
    found.append(("script.ryot/LICENSE.txt", HERE.parent / "LICENSE"))
    return sorted(found)


def pack(target):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as out:
        for name, path in contents():
            entry = zipfile.ZipInfo(name)   # of 1980, whatever the file says
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            out.writestr(entry, path.read_bytes())


def add_hash(path):
    path.with_name(path.name + ".sha256").write_text(
        hashlib.sha256(path.read_bytes()).hexdigest() + "\n")


def offer(package, folder):
    """Everything but the repository add-on, which names the address of the instance."""
    shutil.rmtree(folder, ignore_errors=True)
    addon = ElementTree.parse(ADDON / "addon.xml").getroot()
    offered = folder / addon.get("id")
    offered.mkdir(parents=True)
    zip_file = offered / "{id}-{version}.zip".format(**addon.attrib)
    shutil.copyfile(package, zip_file)
    add_hash(zip_file)
    for asset in addon.iter("assets"):
        for picture in asset:
            (offered / picture.text).parent.mkdir(exist_ok=True)
            shutil.copyfile(ADDON / picture.text, offered / picture.text)
    addons = folder / "addons.xml"
    addons.write_bytes(b'<?xml version="1.0" encoding="UTF-8"?>\n<addons>\n'
                       + ElementTree.tostring(addon, "utf-8", xml_declaration=False).strip()
                       + b"\n</addons>\n")
    add_hash(addons)
    source = folder / "repository.ryot"
    source.mkdir()
    shutil.copyfile(HERE / "repository.ryot/addon.xml.in", source / "addon.xml.in")
    shutil.copyfile(ADDON / "resources/icon.png", source / "icon.png")
    shutil.copyfile(HERE.parent / "LICENSE", source / "LICENSE.txt")


if __name__ == "__main__":
    pack(sys.argv[1])
    if len(sys.argv) > 2:
        offer(Path(sys.argv[1]), Path(sys.argv[2]))
