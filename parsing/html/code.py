"""Preformatted code: its characters untouched, without line numbers and buttons, with its language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rhapsode.parsing.article import CodeBlock
from rhapsode.parsing.html.dom import BLOCKS, SILENT, Element, ancestors, classes
from rhapsode.parsing.html.flow import Flow
from rhapsode.parsing.html.page import Page
from rhapsode.parsing.html.preformatted import read_prose

_PREFIXED = re.compile(
    r"^(?:language|lang|highlight-source|highlight-text|highlight|sourcecode|src|brush|prism|hljs-language|code)[-:_]([a-z0-9+#._-]+)$"
)
_BRUSH = re.compile(r"brush:\s*([a-z0-9+#_-]+)", re.IGNORECASE)
_NUMBERS = frozenset({
    "lineno", "linenos", "line-number", "line-numbers", "linenumber", "linenodiv", "gutter", "ln", "hljs-ln-numbers",
    "line-numbers-rows", "blob-num", "rouge-gutter", "crayon-nums", "linenumbers", "lnt", "copy", "copy-button",
    "copy-btn", "toolbar", "code-toolbar-item", "clipboard",
})  # fmt: skip
_NOT_LANGUAGES = frozenset(
    {"none", "plain", "plaintext", "text", "nohighlight", "default", "source", "highlight", "block"}
)
_KNOWN = frozenset(
    [
        "python",
        "py",
        "javascript",
        "js",
        "typescript",
        "ts",
        "jsx",
        "tsx",
        "java",
        "kotlin",
        "scala",
        "c",
        "cpp",
        "c++",
        "csharp",
        "c#",
        "go",
        "golang",
        "rust",
        "ruby",
        "rb",
        "php",
        "perl",
        "swift",
        "objc",
        "objective-c",
        "r",
        "julia",
        "matlab",
        "lua",
        "haskell",
        "elixir",
        "erlang",
        "clojure",
        "lisp",
        "scheme",
        "ocaml",
        "fsharp",
        "dart",
        "bash",
        "sh",
        "shell",
        "zsh",
        "console",
        "powershell",
        "sql",
        "html",
        "xml",
        "css",
        "scss",
        "sass",
        "less",
        "json",
        "yaml",
        "toml",
        "ini",
        "markdown",
        "diff",
        "dockerfile",
        "makefile",
        "cmake",
        "nginx",
        "apache",
        "vim",
        "graphql",
        "protobuf",
        "asm",
        "assembly",
        "fortran",
        "cobol",
        "pascal",
        "groovy",
        "solidity",
        "zig",
        "nim",
        "latex",
        "tex",
    ]
)


def read_code(element: Element, flow: Flow) -> bool:
    """A `pre`."""
    page = flow.page
    if any(True for _ in element.iter("img", "table", "iframe", "picture")) and not _is_code(element):
        return False
    text = code_text(element, page)
    if not text.strip() or _is_gutter(element, text):
        return True
    language = language_of(element)
    if language is None and element.tag != "xmp" and not _is_code(element) and read_prose(element, flow):
        return True
    flow.add(CodeBlock(text, language, **page.attributes(element)))
    return True


def read_division(element: Element, flow: Flow) -> bool:
    """A highlighter's `div` around exactly one block of code, with its line numbers in a table or not."""
    blocks = [item for item in element.iter("pre") if not _is_gutter(item, code_text(item, flow.page))]
    if len(blocks) != 1 or not {"highlight", "code"} & {name[:9].rstrip("-_") for name in classes(element)}:
        return False
    pre = blocks[0]
    outside = len("".join(element.itertext())) - len("".join(pre.itertext()))
    if outside > 200 + 4 * code_text(pre, flow.page).count("\n"):
        return False
    return read_code(pre, flow)


def _is_code(element: Element) -> bool:
    return element.find(".//code") is not None or language_of(element) is not None


def _is_gutter(element: Element, text: str) -> bool:
    """A column of line numbers beside the code."""
    lines = text.split()
    return (
        len(lines) > 1
        and lines == [str(i) for i in range(1, len(lines) + 1)]
        and "code" not in classes(element)
    )


def code_text(element: Element, page: Page) -> str:
    """The characters of a block of code; lines that are elements of their own end with a line break."""
    text = "".join(_strings(element, page)).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    text = text.replace("\u200b", "")
    return re.sub(r"\A(?:[ \t]*\n)+", "", text).rstrip()


def _strings(element: Element, page: Page) -> Iterator[str]:
    if element.text:
        yield element.text
    stack = [iter(element)]
    opened = [element]
    last = element.text or ""
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            done = opened.pop()
            if not stack:
                return
            if _is_line(done) and not last.endswith("\n"):
                yield "\n"
                last = "\n"
            if done.tail:
                yield done.tail
                last = done.tail
        elif (
            child.tag in SILENT
            or child in page.skip
            or classes(child) & _NUMBERS
            or child.get("role") == "button"
        ):
            if child.tail:
                yield child.tail
                last = child.tail
        else:
            text = "\n" if child.tag == "br" else child.text
            if text:
                yield text
                last = text
            stack.append(iter(child))
            opened.append(child)


def _is_line(element: Element) -> bool:
    """A line of code drawn as a block. `code` and `span` are lines only where no line break follows them."""
    if element.tag in BLOCKS:
        return True
    names = classes(element)
    if element.tag in ("span", "code") and names & {"line", "cl", "code-line", "token-line", "view-line"}:
        tail = element.tail or ""
        return (
            "\n" not in tail
            and not "".join(element.itertext()).endswith("\n")
            and element.getnext() is not None
        )
    return False


def language_of(element: Element) -> str | None:
    """The language that a `pre`, its `code` or a wrapper near it names."""
    inner = element.find(".//code")
    places = [element] if inner is None else [element, inner]
    near = [parent for parent in ancestors(element, 7) if parent.tag in ("div", "figure", "code", "section")][
        :2
    ]
    for place in [*places, *near]:
        for name in ("data-language", "data-lang", "data-code-language", "lang"):
            value = (place.get(name) or "").strip().lower()
            if value and (name != "lang" or value in _KNOWN) and re.fullmatch(r"[a-z0-9+#._-]{1,30}", value):
                return None if value in _NOT_LANGUAGES else value
        found = _from_class(place, bare=place in places or "highlight" in (place.get("class") or ""))
        if found:
            return None if found in _NOT_LANGUAGES else found
    return None


def _from_class(element: Element, *, bare: bool) -> str | None:
    value = (element.get("class") or "").lower()
    brush = _BRUSH.search(value)
    if brush:
        return brush[1]
    for name in value.split():
        match = _PREFIXED.match(name)
        if match and match[1] not in (
            "block",
            "wrapper",
            "toolbar",
            "container",
            "box",
            "text-html",
            "highlight",
        ):
            return match[1]
    if bare:
        return next((name for name in value.split() if name in _KNOWN), None)
    return None
