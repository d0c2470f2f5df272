"""Readings the author fixed in the page: `ssml:ph`, `data-ssml-*` and `data-ssml` (W3C Spoken HTML, both approaches)."""

from __future__ import annotations

import json
from typing import Any

from rhapsode.parsing.html.dom import Element

_IPA = ("", "ipa", "x-ipa")
_SSML_NAMESPACE = "{http://www.w3.org/2001/10/synthesis}"


def fixed_reading(element: Element) -> tuple[str | None, str | None] | None:
    """(IPA phonemes, alias) as the element's attributes give them, or None where they give neither."""
    if not any("ssml" in name or "synthesis" in name for name in element.keys()):  # noqa: SIM118
        return None
    get = element.get
    phonemes = get("ssml:ph") or get(f"{_SSML_NAMESPACE}ph") or get("data-ssml-phoneme-ph")
    alphabet = (
        get("ssml:alphabet") or get(f"{_SSML_NAMESPACE}alphabet") or get("data-ssml-phoneme-alphabet") or ""
    )
    alias = get("data-ssml-sub-alias") or get("ssml:alias")
    model = _model(get("data-ssml"))
    phoneme, sub = model.get("phoneme"), model.get("sub")
    if isinstance(phoneme, dict):
        phonemes = phonemes or phoneme.get("ph")
        alphabet = alphabet or str(phoneme.get("alphabet") or "")
    if isinstance(sub, dict):
        alias = alias or sub.get("alias")
    phonemes = phonemes.strip() if isinstance(phonemes, str) and alphabet.lower() in _IPA else None
    alias = alias.strip() if isinstance(alias, str) else None
    return (phonemes or None, alias or None) if phonemes or alias else None


def _model(text: str | None) -> dict[str, Any]:
    """The JSON of the single-attribute approach; anything else counts as absent."""
    if not text or not text.lstrip().startswith("{") or len(text) > 5000:
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
