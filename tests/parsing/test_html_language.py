"""The language of pages that declare none."""

from __future__ import annotations

import pytest

from rhapsode.parsing.html import parse_html
from rhapsode.parsing.language import language_of

SENTENCES = {
    "en": "The ferry that the islanders want to buy has not been at sea for a year, and it will have to be towed to the yard. ",
    "de": "Die Fähre, die sich die Leute auf der Insel gekauft haben, ist seit einem Jahr nicht mehr auf dem Meer gewesen. ",
    "fr": "Le bateau que les gens de l'île veulent acheter n'est pas sorti en mer depuis un an, et il faudra le réparer avec leurs sous. ",
    "es": "El barco que los vecinos de la isla quieren comprar no ha salido al mar desde hace un año, y habrá que repararlo. ",
    "it": "La nave che gli abitanti dell'isola vogliono comprare non è più uscita in mare da un anno, e si dovrà riparare. ",
    "pt": "O barco que os moradores da ilha querem comprar não vai ao mar há um ano, e ele terá de ser levado para a oficina. ",
    "nl": "De boot die de mensen van het eiland willen kopen heeft al een jaar niet meer op zee gevaren en moet naar de werf. ",
    "sv": "Båten som folket på ön vill köpa har inte varit till sjöss på ett år, och den måste bogseras till varvet för att lagas. ",
    "pl": "Statek, który mieszkańcy wyspy chcą kupić, nie wypłynął na morze od roku i trzeba go będzie zabrać do stoczni, bo się psuje. ",
    "ja": "島の人たちが買いたいと思っている船は、もう一年も海に出ていないので、まず修理しなければなりません。",
    "zh": "岛上居民想买的那艘船已经一年没有出海了，必须先送到船厂修理。",
    "ko": "섬 주민들이 사려는 배는 일 년 동안 바다에 나가지 않았기 때문에 먼저 수리해야 합니다. ",
}


@pytest.mark.parametrize("lang", SENTENCES)
def test_a_clear_language_is_told(lang: str) -> None:
    assert language_of(SENTENCES[lang] * 4) == lang


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Name City Age 12 31 Berlin",
        "Lorem ipsum dolor sit amet, consectetur adipisicing elit, sed do eiusmod tempor incididunt ut labore. "
        * 8,
        SENTENCES["de"] * 3 + SENTENCES["en"] * 3,
        "def load(path): with open(path) as handle: return handle.read() " * 10,
        "Кораблі стоять у порту вже рік. " * 20,
    ],
)
def test_what_is_not_clear_is_not_guessed(text: str) -> None:
    assert language_of(text) is None


def test_the_page_is_believed_before_its_words() -> None:
    page = f"<html{{}}><body><article><h1>Der Kahn</h1><p>{SENTENCES['de'] * 5}</p></article></body></html>"
    assert parse_html(page.format("")).language == "de"
    assert parse_html(page.format(' lang="de-AT"')).language == "de-AT"
    assert parse_html(page.format(' lang="en"')).language == "en"
