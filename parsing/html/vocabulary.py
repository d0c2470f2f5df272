"""What page builders call the parts of a page: the words of class names, ids and roles, as one weak witness among others.

These are the common words of content systems and style guides, not names met on particular pages.
"""

from __future__ import annotations

import re

# Parts that are hardly ever the article, whatever they hold.
APART = re.compile(
    r"(?<![a-z])comments?(?![a-z])|commentlist|commentform|disqus|respond(?!er)|\breplies|shoutbox|sidebar|\bside\b|breadcrumb|"
    r"\bmenu|nav(?:bar|igation)|site-?nav|masthead|footer|cookie|consent|gdpr|\bpopup|\bmodal|lightbox|overlay|newsletter|"
    r"subscri|sign-?up|\blog-?in\b|outbrain|taboola|zergnet|\bads?\b|\badv\b|advert|sponsor|\bbanner|skyscraper|adsense|"
    r"dfp\b|pagination|\bpager\b|prev-?next|post-?nav|\bskip-?link|agegate|byline-?bio|author-?(?:bio|box|info|card|desc|"
    r"profile|about)|about-?(?:the-?)?author|tagcloud",
    re.IGNORECASE,
)
# Names of parts that now and then hold the article itself: believed only where there is no prose inside.
BESIDE = re.compile(
    r"related|recommend|more-?(?:stories|posts|articles|news|from)|read-?(?:more|next|also)|also-?(?:read|like)|\btrending|"
    r"most-?(?:read|popular)|popular-?posts|promo(?!t)|paywall|\bshar(?:e|ing|es|ed)\b|sharedaddy|addthis|addtoany|social|"
    r"share-?(?:bar|buttons?|tools?|links?|this)|follow-?us|\btoolbar|\brss\b|supplemental|\bwidget|\butility|\btags?\b|"
    r"\btag-?(?:list|s|cloud)|\bcategories\b|post-?meta|entry-?meta|postmeta",
    re.IGNORECASE,
)
# Names that say that an element holds the article even where APART finds a word in it (`content-with-sidebar`).
PERHAPS = re.compile(
    r"article|body|content|\bmain|\bpost\b|story|\btext\b|column|entry(?!-?meta)|blog\b|mathjax|\bpage\b",
    re.IGNORECASE,
)
GOOD = re.compile(
    r"article|\bbody|content|\bentry|hentry|h-entry|\bmain|\bpage\b|\bpost\b|post-|\btext\b|\bblog|story|prose|markdown",
    re.IGNORECASE,
)
BAD = re.compile(
    r"hidden|hid\b|banner|comb|comment|contact|foot(?:er|note-?s?-?nav)|gdpr|masthead|\bmedia\b|\bmeta\b|outbrain|promo|related|scroll|share|"
    r"shopping|shoutbox|sidebar|skyscraper|sponsor|tags|\btool|widget|newsletter|subscri|social|byline|author-?bio|recommend|\bnav",
    re.IGNORECASE,
)
ROLES_APART = frozenset(
    [
        "menu",
        "menubar",
        "complementary",
        "navigation",
        "alert",
        "alertdialog",
        "dialog",
        "search",
        "banner",
        "contentinfo",
        "tooltip",
        "toolbar",
        "tablist",
    ]
)
BYLINES = re.compile(
    r"byline|\bauthor\b|dateline|written-?by|p-author|posted-?(?:by|on)|publish(?:ed)?-?(?:date|time|on)|\bpubdate|timestamp|post-?date|entry-?date",
    re.IGNORECASE,
)
SHARES = re.compile(r"(?:\b|_)(?:share|sharedaddy|sharing|social)(?:\b|_)", re.IGNORECASE)
