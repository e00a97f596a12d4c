# SPDX-License-Identifier: MIT
"""Decides what is not reported; the reason is a key of texts.SKIPPED."""

WEB = ("http://", "https://", "rtmp://", "rtmps://", "rtsp://", "mms://", "mmsh://",
       "udp://", "rtp://", "hls://")


def _is_web(item):
    """True if the item was opened by its URL. An item of the library or of a video
    add-on is no plain stream: its URL is only where the file is stored."""
    if item.library_id or item.path.startswith("plugin://"):
        return False
    return item.path.lower().startswith(WEB) or item.real_path.lower().startswith(WEB)


def is_below(path, folder):
    """True if path is inside folder, not if it merely has the same prefix."""
    path, folder = path.replace("\\", "/").lower(), folder.replace("\\", "/").lower()
    if folder.endswith("/"):
        return path.startswith(folder)
    return path == folder or path.startswith((folder + "/", folder + "?"))


def reason(item, options):
    """Why the item is not reported, or None if it is."""
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
