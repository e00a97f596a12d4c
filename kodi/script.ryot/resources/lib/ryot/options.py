# SPDX-License-Identifier: MIT
"""The settings, parsed."""

INTERVAL_LEAST, INTERVAL_MOST, INTERVAL = 10, 300, 30
PATHS = ("exclude_path_1", "exclude_path_2", "exclude_path_3")


class Options:
    """read(id) returns a setting as text, or ""."""

    def __init__(self, read):
        self.address = read("address")
        self.token = read("token")
        self.movies = read("movies") != "false"
        self.episodes = read("episodes") != "false"
        self.art = read("art") != "false"
        self.ratings = read("ratings") != "false"
        self.marks = read("marks") == "true"
        self.live_tv = read("live_tv") == "true"
        self.web_streams = read("web_streams") == "true"
        self.notifications = read("notifications") != "false"
        self.debug = read("debug") == "true"
        self.interval = self._interval(read("interval"))
        self.excluded = [read(name).strip() for name in PATHS]
        self.excluded += [part.strip() for part in read("exclude_more").split(";")]
        self.excluded = [path for path in self.excluded if path]

    @staticmethod
    def _interval(text):
        try:
            return min(max(int(text), INTERVAL_LEAST), INTERVAL_MOST)
        except ValueError:
            return INTERVAL
