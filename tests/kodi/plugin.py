# SPDX-License-Identifier: MIT
"""A video add-on that sets metadata for what it plays, as streaming add-ons do. It
serves the file given in its address: plugin://ID/?{"file": ..., "type": ..., ...}"""

import json
from urllib.parse import quote

from rig import wait_for_kodi

ID = "plugin.video.stand.in"

ADDON_XML = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<addon id="{ID}" name="Stand-in" version="1.0.0" provider-name="tests">
  <requires><import addon="xbmc.python" version="3.0.0"/></requires>
  <extension point="xbmc.python.pluginsource" library="main.py">
    <provides>video</provides>
  </extension>
  <extension point="xbmc.addon.metadata"><platform>all</platform></extension>
</addon>
"""

MAIN_PY = """\
import json
import sys
from urllib.parse import unquote

import xbmcgui
import xbmcplugin

told = json.loads(unquote(sys.argv[2][1:]))
item = xbmcgui.ListItem(path=told["file"])
tag = item.getVideoInfoTag()
if hasattr(tag, "setMediaType"):
    tag.setMediaType(told["type"])
    tag.setTitle(told["title"])
    tag.setUniqueIDs(told["ids"])
    if told["type"] == "episode":
        tag.setTvShowTitle(told["show"])
        tag.setSeason(told["season"])
        tag.setEpisode(told["episode"])
else:  # Kodi 19; deprecated since
    info = {"mediatype": told["type"], "title": told["title"]}
    if told["type"] == "episode":
        info.update(tvshowtitle=told["show"], season=told["season"], episode=told["episode"])
    item.setInfo("video", info)
    item.setUniqueIDs(told["ids"])
xbmcplugin.setResolvedUrl(int(sys.argv[1]), True, item)
"""


def install(kodi):
    folder = kodi.home / ".kodi/addons" / ID
    folder.mkdir(parents=True)
    (folder / "addon.xml").write_text(ADDON_XML)
    (folder / "main.py").write_text(MAIN_PY)
    kodi.builtin("UpdateLocalAddons")
    wait_for_kodi(lambda: "result" in kodi.rpc.ask(
        "Addons.SetAddonEnabled", {"addonid": ID, "enabled": True}), "the stand-in")


def address(**told):
    return f"plugin://{ID}/?{quote(json.dumps(told))}"
