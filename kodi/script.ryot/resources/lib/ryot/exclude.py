# SPDX-License-Identifier: MIT
"""What is not reported, and the key of the words that say why."""

WEB = ("http://", "https://", "rtmp://", "rtmps://", "rtsp://", "mms://", "mmsh://",
       "udp://", "rtp://", "hls://")


def _is_web(item):
    """Opened by its address. What the library or an add-on names is no mere
    stream: there the address is only where the film happens to lie."""
    if item.library_id or item.path.startswith("plugin://"):
        return False
    return item.path.lower().startswith(WEB) or item.real_path.lower().startswith(WEB)


def is_below(path, folder):
    """A folder holds what is in it, not what merely begins alike."""
    path, folder = path.replace("\\", "/").lower(), folder.replace("\\", "/").lower()
    if folder.endswith("/"):
        return path.startswith(folder)
    return path == folder or path.startswith((folder + "/", folder + "?"))


def reason(item, options):
    """None when the item is to be reported."""
    for folder in options.excluded:
        if is_below(item.path, folder) or is_below(item.real_path, folder):
            return "excluded_path"
    if item.is_live and not options.live_tv:
        return "excluded_live"
    if not item.is_live and _is_web(item) and not options.web_streams:
        return "excluded_web"
    if not item.parts:
        return "unknown_item"
    if item.parts[0].lot == "movie" and not options.movies:
        return "excluded_movies"
    if item.parts[0].lot == "show" and not options.episodes:
        return "excluded_episodes"
    return None
