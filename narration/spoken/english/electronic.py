"""Addresses of the net and the file system: URLs, mail, handles, hashtags, files, and code in running text."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.english.letters import name
from rhapsode.narration.spoken.form import Rule, Scene, rule

TOP = (
    "com|org|net|edu|gov|mil|int|info|biz|io|ai|co|me|tv|app|dev|blog|news|xyz|online|site|tech|cloud|museum|"
    "uk|us|de|fr|es|it|pt|nl|be|ch|at|dk|se|no|fi|pl|cz|ie|eu|ru|ua|jp|cn|kr|in|au|nz|ca|br|mx|za|gl|ly|gg|fm|to"
)
LABEL = r"[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?"
HOST = rf"(?:{LABEL}\.)+(?:{TOP})(?![\w-])"
REST = r"(?::\d{2,5}(?!\d))?(?:[/?#][^\s<>\"“”]*)?"
SCHEME = r"(?:https?|ftp|sftp|ssh|file|HTTPS?|FTP)://"
ENDINGS = (
    "txt|pdf|docx?|xlsx?|pptx?|md|rst|html?|xml|json|ya?ml|toml|ini|cfg|csv|tsv|log|py|js|tsx?|jsx|css|rs|go|rb|java|"
    "cpp|hpp|sh|bat|exe|dll|so|zip|gz|tar|rar|jpe?g|png|gif|svg|webp|mp[34]|m4a|wav|ogg|flac|mov|avi|epub|sql|lock|env"
)
SIGNS = {
    ".": "dot", "/": "slash", "-": "dash", "_": "underscore", ":": "colon", "?": "question mark", "=": "equals",
    "&": "and", "#": "hash", "%": "percent", "~": "tilde", "+": "plus", "@": "at", ",": "comma", "\\": "backslash",
    "!": "exclamation mark", "*": "star", "$": "dollar", ";": "semicolon", "|": "pipe",
}  # fmt: skip
CHUNK = re.compile(r"[^\W_]+|.", re.DOTALL)
TRAILING = ".,;:!?'’)]}»"
LONGEST_PATH = 40


def dictated(written: str) -> str:
    """Every sign and name of an address, in order: "a_b.org/x-1" -> "A. underscore B dot org slash X dash one"."""
    said: list[str] = []
    for chunk in CHUNK.findall(written):
        said.append(name(chunk, by_digit=True) if chunk[0].isalnum() else SIGNS.get(chunk, ""))
    return " ".join(word for word in said if word)


def _trimmed(written: str) -> str:
    """Without the punctuation of the sentence around an address; a closing bracket stays if it was opened inside."""
    while written and written[-1] in TRAILING:
        if written[-1] == ")" and written.count("(") >= written.count(")"):
            break
        written = written[:-1]
    return written


def say_url(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]] | None:
    written = _trimmed(match[0])
    if not written:
        return None
    alone = scene.text.strip() == written
    words = _in_full(written) if alone or scene.options.addresses == "full" else _in_short(written)
    return [(match.start(), match.start() + len(written), words)] if words else None


def _in_full(written: str) -> str:
    scheme, mark, rest = written.partition("://")
    said = dictated(rest if mark else written)
    return f"{scheme.upper()} colon slash slash {said}" if mark else said


def _in_short(written: str) -> str:
    rest = re.sub(rf"^(?:{SCHEME})?(?:www\.)?", "", written)
    host, slash, path = re.split(r"[?#]", rest, maxsplit=1)[0].rstrip("/").partition("/")
    return dictated(host + slash + path if len(path) <= LONGEST_PATH else host)


def say_mail(match: re.Match[str], scene: Scene) -> str:
    return dictated(match[0].removeprefix("mailto:"))


def say_handle(match: re.Match[str], scene: Scene) -> str:
    return "at " + " underscore ".join(name(part) for part in match[1].split("_") if part)


def say_hashtag(match: re.Match[str], scene: Scene) -> str | None:
    said = " ".join(name(part) for part in match[1].split("_") if part)
    return f"hashtag {said}" if said else None


def say_file(match: re.Match[str], scene: Scene) -> str:
    return dictated(match[0])


def say_path(match: re.Match[str], scene: Scene) -> list[tuple[int, int, str]] | None:
    written = _trimmed(match[0])
    words = dictated(written)
    return [(match.start(), match.start() + len(written), words)] if words else None


def say_ending(match: re.Match[str], scene: Scene) -> str:
    """The .com boom, a .pdf, .NET."""
    return "dot "


def say_identifier(match: re.Match[str], scene: Scene) -> str | None:
    """snake_case as words, a call without its brackets: "load_model()" -> "load model"."""
    said = " ".join(name(part) for part in re.split(r"[_.]+", match[0].rstrip("()")) if part)
    return said or None


RULES: tuple[Rule, ...] = (
    rule("electronic.url", rf"(?<![\w@]){SCHEME}[^\s<>\"“”]+", say_url, ":"),
    rule("electronic.mail", rf"(?<![\w.+-])(?:mailto:)?[\w.+-]*\w@{LABEL}(?:\.{LABEL})+", say_mail, "@"),
    rule("electronic.url", rf"(?<![\w@./-])(?:www\.[\w-]+\.[^\s<>\"“”]+|{HOST}{REST})", say_url, "."),
    rule("electronic.handle", r"(?<![\w@.])@([A-Za-z_]\w*(?:\.\w+)*)", say_handle, "@"),
    rule("electronic.hashtag", r"(?<![\w&#])#(\w*[^\W\d_]\w*)", say_hashtag, "#"),
    rule(
        "electronic.path",
        r"(?<![\w/\\:.])(?:[A-Za-z]:\\[\w\\. -]*\w|[A-Za-z]:/[\w./-]+|~/[\w./-]*|\.{1,2}/[\w./-]+|(?:/[A-Za-z_.][\w.-]*){2,}/?)",
        say_path,
        "/\\",
    ),
    rule("electronic.file", rf"(?<![\w./-])\w[\w-]*(?:\.\w+)*\.(?:{ENDINGS})\b(?!\.\w)", say_file, "."),
    rule("electronic.ending", r"(?<![^\s(\"“‘'])\.(?=(?:[a-z][a-z0-9]{1,4}|[A-Z]{2,5}[0-9]?|Net)(?![\w.]\w|\w))", say_ending, "."),
    rule("electronic.identifier", r"(?<![\w.])(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*\(\)|\b[A-Za-z]\w*_\w+\b", say_identifier, "(_"),
)  # fmt: skip
