"""Text blocks for the ear: one function for each kind."""

from __future__ import annotations

from typing import Any

from rhapsode.narration.directing.director import Director
from rhapsode.narration.directing.passage import Passage, added, join, letters, visible
from rhapsode.narration.written import formula_text
from rhapsode.parsing.article import (
    Aside,
    CodeBlock,
    DefinitionList,
    Details,
    Embed,
    Heading,
    List,
    ListItem,
    MathBlock,
    Paragraph,
    Quote,
    Rule,
)

# A short item that is not the last ends like a comma: the voice stays up, more is to come.
SHORT_ITEM_WORDS = 7
LANGUAGE_NAMES = {
    "py": "Python", "python": "Python", "python3": "Python", "pycon": "Python", "js": "JavaScript", "jsx": "JavaScript",
    "javascript": "JavaScript", "ts": "TypeScript", "tsx": "TypeScript", "typescript": "TypeScript", "c": "C",
    "cpp": "C plus plus", "c++": "C plus plus", "cxx": "C plus plus", "cs": "C sharp", "csharp": "C sharp", "c#": "C sharp",
    "f#": "F sharp", "fsharp": "F sharp", "rb": "Ruby", "ruby": "Ruby", "rs": "Rust", "rust": "Rust", "go": "Go", "golang": "Go",
    "java": "Java", "kt": "Kotlin", "kotlin": "Kotlin", "swift": "Swift", "scala": "Scala", "php": "PHP", "perl": "Perl",
    "r": "R", "julia": "Julia", "lua": "Lua", "haskell": "Haskell", "hs": "Haskell", "ocaml": "OCaml", "elixir": "Elixir",
    "erlang": "Erlang", "clojure": "Clojure", "dart": "Dart", "zig": "Zig", "nim": "Nim", "sql": "SQL", "html": "HTML", "css": "CSS",
    "scss": "Sass", "sass": "Sass", "xml": "XML", "svg": "SVG", "json": "JSON", "yaml": "YAML", "yml": "YAML", "toml": "TOML",
    "ini": "INI", "csv": "CSV", "sh": "shell", "bash": "Bash", "zsh": "Z shell", "fish": "fish shell", "shell": "shell",
    "console": "a terminal", "terminal": "a terminal", "powershell": "PowerShell", "ps1": "PowerShell", "bat": "batch",
    "make": "Make", "makefile": "Make", "cmake": "CMake", "docker": "Docker", "dockerfile": "Docker", "nix": "Nix", "tex": "TeX",
    "latex": "LaTeX", "md": "Markdown", "markdown": "Markdown", "diff": "diff format", "patch": "diff format",
    "graphql": "GraphQL", "proto": "Protocol Buffers", "wasm": "WebAssembly", "asm": "assembly", "nasm": "assembly",
    "vim": "Vim script", "lisp": "Lisp", "elisp": "Emacs Lisp", "scheme": "Scheme", "prolog": "Prolog", "fortran": "Fortran",
    "matlab": "MATLAB", "objc": "Objective-C", "objective-c": "Objective-C", "groovy": "Groovy", "hcl": "HCL",
    "terraform": "Terraform", "solidity": "Solidity", "mermaid": "Mermaid", "regex": "regular expressions",
}  # fmt: skip
PLAIN_CODE = frozenset({"", "text", "txt", "plain", "plaintext", "none", "nohighlight", "code", "output"})


def heading(d: Director, block: Heading) -> None:
    """A heading: silence before and after it, slower; in the body it opens a chapter."""
    passage = d.read(block.content)
    level = max(1, block.level - d.top_level + 1)
    before, after = d.style.pauses.around_heading(level)
    inside = d.setting.depth > 0
    if not inside and passage.says_something and level <= d.style.limits.chapter_levels:
        d.open_chapter(" ".join(passage.text.split()), level)
    if d.style.frames:
        with d.within(block=block.id):
            d.emit(
                d.template("heading_level", level=level),
                "heading",
                before=before,
                after=d.style.pauses.sentence,
            )
        before = 0
    role = d.setting.as_role("heading")
    unstressed = tuple(m for m in passage.marks if m.kind != "emphasis")
    d.emit(Passage(passage.text, unstressed), role, before=before, after=after, context="heading")


def paragraph(d: Director, block: Paragraph) -> None:
    """A paragraph; where turns of a conversation are marked, with its speaker's name."""
    d.emit(d.turn(block), d.setting.as_role("paragraph"))


def list_(d: Director, block: List) -> None:
    """A list: numbers kept, a pause after every item, nested lists once and in their place."""
    items = [item for item in block.items if item.blocks]
    pauses = d.style.pauses
    nested = d.setting.list_depth > 0
    if d.style.frames and len(items) > 1 and not nested:
        d.announce("list_intro", after=pauses.item, count=len(items))
    short = all(_short(item) for item in items)
    number = block.start
    for i, item in enumerate(block.items):
        number = item.number if item.number is not None else number
        last = i == len(block.items) - 1
        lead = _item_lead(d, block, item, number)
        with d.within(
            role=d.setting.as_role("list_item"), gap=pauses.item, list_depth=d.setting.list_depth + 1
        ):
            d.say_led(lead, item.blocks, close=";" if short and not last and not block.ordered else ".")
        number += -1 if block.descending else 1
    if d.style.frames and len(items) > 1 and not nested:
        d.announce("list_end")
    if not nested:
        d.pause(d.gap)


def _short(item: ListItem) -> bool:
    match item.blocks:
        case (Paragraph(content=content, speaker=None),):
            return sum(len(getattr(node, "text", "").split()) or 1 for node in content) <= SHORT_ITEM_WORDS
    return False


def _item_lead(d: Director, block: List, item: ListItem, number: int) -> Passage:
    parts: list[Passage] = []
    if block.ordered or item.number is not None:
        parts.append(d.template("list_number", number=number))
    if item.done is not None:
        parts.append(d.template("task_done" if item.done else "task_open"))
    return join([part + added(" ", "list_number") for part in parts])


def quote(d: Director, block: Quote) -> None:
    """A quotation in the second voice; who said it in the narrator's."""
    pauses = d.style.pauses
    intro = "pull_quote_intro" if block.pull else "quote_intro"
    d.pause(pauses.block)
    if d.style.frames or (block.pull and d.phrases.has(intro)):
        d.announce(intro, after=pauses.sentence)
    with d.within(role="quote", depth=d.setting.depth + 1, gap=None, list_depth=0):
        d.blocks(block.blocks)
    attribution = d.read(block.attribution)
    if attribution.says_something:
        d.pause_at_most(pauses.attribution)
        voice = d.style.delivered("paragraph").voice or "narrator"
        name = _without_dash(attribution)
        d.emit(d.template("attribution", name=name), "quote", place="paragraph", voice=voice)
    if d.style.frames and not block.pull:
        d.announce("quote_end")
    d.pause(pauses.block)


def _without_dash(passage: Passage) -> Passage:
    """An attribution without the dash that sets it off on the page."""
    skip = len(passage.text) - len(passage.text.lstrip("—–-―~ \u2003"))
    return passage.cut(skip, len(passage.text))


def code(d: Director, block: CodeBlock) -> None:
    """Code in words: its caption, its language and length, then line by line."""
    _code_intro(d, block, "code_intro")
    with d.within(gap=d.style.pauses.clause):
        for line in block.text.splitlines():
            passage = Passage(" ".join(visible(line).split())).marked("code").marked("whole")
            if passage.says_something:
                d.emit(passage, "code", context="code")
    d.pause(d.gap)
    if d.style.frames:
        d.announce("code_end", role="code")
    d.pause(d.style.pauses.block)


def code_summary(d: Director, block: CodeBlock, rule: str) -> None:
    """That there is code, in which language and how long; the code itself is for the eye."""
    _code_intro(d, block, "code_summary")
    d.omit(block.text, rule)
    d.pause(d.style.pauses.block)


def _code_intro(d: Director, block: CodeBlock, key: str) -> None:
    d.pause(d.style.pauses.block)
    caption = d.read(block.caption)
    if caption.says_something:
        d.emit(caption, "caption", after=d.style.pauses.sentence)
    lines = sum(1 for line in block.text.splitlines() if line.strip())
    name = (block.language or "").strip().lower()
    if name in PLAIN_CODE:
        d.announce(key, role="code", lines=lines)
    else:
        d.announce(key + "_in", role="code", lines=lines, language=LANGUAGE_NAMES.get(name, visible(name)))


def math(d: Director, block: MathBlock) -> None:
    """A displayed formula in words."""
    written = visible(formula_text(block.source, block.notation, block.alternative))
    words = d.inline.formula(block)
    if not words:
        d.announce("math_summary", role="math")
        d.omit(written, "formula that cannot be put into words")
        return
    passage = Passage(" ".join(written.split())).marked("says", words).marked("whole")
    d.announce("math_intro", role="math", after=d.style.pauses.clause)
    d.emit(passage, "math")


def embed(d: Director, block: Embed) -> None:
    """Foreign content: what it is and where from; a post is then read out, a fallback text is not."""
    d.pause(d.style.pauses.block)
    _embed_intro(d, block)
    if block.media == "post":
        with d.within(role="quote", depth=d.setting.depth + 1, gap=None, list_depth=0):
            d.blocks(block.content)
    else:
        for inner in block.content:
            d.omit_block(inner, "embed: what stands in for it")
    d.pause(d.style.pauses.block)


def embed_summary(d: Director, block: Embed, rule: str) -> None:
    """Just what it is and where from."""
    d.pause(d.style.pauses.block)
    _embed_intro(d, block)
    for inner in block.content:
        d.omit_block(inner, rule)


def _embed_intro(d: Director, block: Embed) -> None:
    provider = visible(block.provider).strip() or "elsewhere"
    title = visible(block.title or "").strip().rstrip(".")
    key = f"embed_{block.media}"
    if title:
        d.announce(key + "_titled", role="embed", provider=provider, title=title)
    else:
        d.announce(key, role="embed", provider=provider)


def aside(d: Director, block: Aside) -> None:
    """A note beside the text: introduced by what it is, or by its own title, and said lower."""
    title = d.read(block.title)
    pauses = d.style.pauses
    d.pause(pauses.block)
    with d.within(role="aside", depth=d.setting.depth + 1, gap=None, list_depth=0):
        key = f"aside_{block.flavour.strip().lower()}"
        key = key if d.phrases.has(key) else "aside"
        lead = d.template(key)
        if title.says_something:
            titled = d.template("aside_titled", title=title)
            lead = titled if _same(title, lead) else join((lead, added(" ", key), titled))
            d.emit(lead, "aside", after=pauses.sentence)
            d.blocks(block.blocks)
        else:
            d.say_led(lead + added(" ", key), block.blocks)
    if d.style.frames:
        d.announce("aside_end", role="aside")
    d.pause(pauses.block)


def _same(a: Passage, b: Passage) -> bool:
    return letters(a.text) == letters(b.text)


def details(d: Director, block: Details) -> None:
    """What stands behind a summary: the summary, then the rest."""
    d.announce("details_intro", after=d.style.pauses.clause)
    summary = d.read(block.summary)
    d.emit(summary, d.setting.as_role("paragraph"), after=d.style.pauses.item)
    d.blocks(block.blocks)
    if d.style.frames:
        d.announce("details_end")


def definitions(d: Director, block: DefinitionList) -> None:
    """Terms, each with what is said of it: "term: definition"."""
    pauses = d.style.pauses
    with d.within(gap=pauses.item, role=d.setting.as_role("list_item"), list_depth=d.setting.list_depth + 1):
        for item in block.items:
            terms = [passage for term in item.terms if (passage := d.read(term)).says_something]
            lead = join(terms, added(d.phrases.comma, "definition"))
            blocks = [inner for description in item.descriptions for inner in description]
            if lead and blocks:
                lead = lead if lead.ends_with(":.?!") else lead + d.template("definition")
                d.say_led(lead + added(" ", "definition"), blocks)
            else:
                d.emit(lead, d.setting.role)
                d.blocks(blocks)
    d.pause(d.gap)


def rule(d: Director, block: Rule) -> None:
    """A thematic break: silence, and words where the style frames everything."""
    d.pause(d.style.pauses.section)
    if d.style.frames:
        d.announce("section")


def generic_summary(d: Director, block: Any, kind: str, rule: str) -> None:
    """That there is something of this kind; its words are left out."""
    key = f"{kind}_summary" if f"{kind}_summary" in d.phrases.templates else f"{kind}_cue"
    match block:
        case List(items=items) | DefinitionList(items=items):
            d.announce(key, count=len(items))
        case Details(summary=summary):
            said = d.read(summary)
            d.announce(key, summary=said) if said.says_something else d.announce("details_cue")
            for inner in block.blocks:
                d.omit_block(inner, rule)
            return
        case Aside(title=title) if (said := d.read(title)).says_something:
            d.announce("aside_summary_titled", role="aside", title=said)
            for inner in block.blocks:
                d.omit_block(inner, rule)
            return
        case Quote(attribution=attribution) if (said := d.read(attribution)).says_something:
            d.announce("quote_summary_from", role="quote", name=_without_dash(said))
            for inner in block.blocks:
                d.omit_block(inner, rule)
            return
        case _:
            d.announce(key)
    d.omit_block(block, rule)
