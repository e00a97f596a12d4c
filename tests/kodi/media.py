# SPDX-License-Identifier: MIT
"""Silent films of one colour with NFO files, created on demand."""

import shutil
import subprocess

FILM_S, EPISODE_S, SHORT_S = 6000, 1200, 20
made = {}  # seconds: path


def clip(path, seconds):
    """Each length is created once, then copied."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if seconds in made and made[seconds].exists():
        shutil.copy(made[seconds], path)
        return
    made[seconds] = path
    # Below five frames a second Kodi complains; one key frame a second makes seeks exact.
    subprocess.run(
        ["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi",
         "-i", f"color=c=0x204060:s=64x36:r=5:d={seconds}", "-c:v", "libx264",
         "-preset", "ultrafast", "-tune", "stillimage", "-g", "5",
         "-pix_fmt", "yuv420p", path], check=True)


def ids(**known):
    """The first id is the default, as scrapers write it."""
    first = next(iter(known), None)
    return "".join('<uniqueid type="%s" default="%s">%s</uniqueid>' % (
        name, "true" if name == first else "false", value) for name, value in known.items())


def movie(folder, title, year, seconds=FILM_S, **known):
    path = folder / f"movies/{title} ({year})/{title} ({year}).mkv"
    clip(path, seconds)
    path.with_suffix(".nfo").write_text(
        f"<movie><title>{title}</title><year>{year}</year>{ids(**known)}</movie>")


def show(folder, title, **known):
    path = folder / f"tv/{title}/tvshow.nfo"
    path.parent.mkdir(parents=True)
    path.write_text(f"<tvshow><title>{title}</title>{ids(**known)}</tvshow>")


def episodes(folder, show_title, season, numbers, seconds=EPISODE_S, **known):
    """One file with one or several episodes."""
    name = f"{show_title} - S{season:02}" + "".join(f"E{n:02}" for n in numbers)
    path = folder / f"tv/{show_title}/Season {season:02}/{name}.mkv"
    clip(path, seconds)
    path.with_suffix(".nfo").write_text("".join(
        f"<episodedetails><title>Episode {n}</title><season>{season}</season>"
        f"<episode>{n}</episode>{ids(**known)}</episodedetails>" for n in numbers))
