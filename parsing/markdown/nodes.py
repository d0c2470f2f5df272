"""The block structure of a token stream."""

from __future__ import annotations

from dataclasses import dataclass, field

from markdown_it.token import Token


@dataclass(slots=True)
class Node:
    """A block token with what is inside it; `inline` holds the tokens of its own running text, if it has any."""

    token: Token
    nodes: list[Node] = field(default_factory=list)
    inline: list[Token] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.token.type.removesuffix("_open")

    @property
    def line(self) -> int | None:
        """1-based."""
        return self.token.map[0] + 1 if self.token.map else None


def tree(tokens: list[Token]) -> list[Node]:
    """The block structure of a flat token stream."""
    root: list[Node] = []
    stack = [root]
    parents: list[Node] = []
    for token in tokens:
        if token.nesting > 0:
            node = Node(token)
            stack[-1].append(node)
            stack.append(node.nodes)
            parents.append(node)
        elif token.nesting < 0:
            stack.pop()
            parents.pop()
        elif token.type == "inline":
            if parents:
                parents[-1].inline = token.children or []
        else:
            stack[-1].append(Node(token))
    return root
