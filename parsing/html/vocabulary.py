"""What page builders call the parts of a page: the words of class names, ids and roles, as one weak witness among others.

These are the common words of content systems and style guides, not names met on particular pages.
"""

from __future__ import annotations

import re

# Parts that are hardly ever the article, whatever they hold.
APART = re.compile(
    r"(?<![a-z])comments?(?![a-z])|commentlist|commentform|disqus|respond(?!er)|\breplies|shoutbox|sidebar|\bside\b|breadcrumb|"
    r"(?:main|site|side|top|mega|dropdown)-?menu|nav(?:bar|igation)|site-?nav|masthead|footer|cookie|consent|gdpr|\bpopup|\bmodal|lightbox|overlay|newsletter|"
    r"subscri|sign-?up|\blog-?in\b|outbrain|taboola|zergnet|\bads?\b|\badv\b|advert|sponsor|\bbanner|skyscraper|adsense|"
    r"dfp\b|pagination|\bpager\b|prev-?next|post-?nav|\bskip-?link|agegate|byline-?bio|author-?(?:bio|box|info|card|desc|"
    r"profile|about)|about-?(?:the-?)?author|tagcloud",
    re.IGNORECASE,
)
# Names of parts that now and then hold the article itself: believed only where there is no prose inside.
BESIDE = re.compile(
    r"\bmenu|related|recommend|more-?(?:stories|posts|articles|news|from)|read-?(?:more|next|also)|also-?(?:read|like)|\btrending|"
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

# How pages, in the languages of most of the press, head what leads away from an article.
LEADING_AWAY = re.compile(
    r"^\W*(?:related|recommended|more (?:from|on|stories|news|articles|about|like this|in)\b|read (?:more|next|also|the full)|"
    r"also (?:read|see|on)\b|you (?:may|might) (?:also )?(?:like|be interested)|don.t miss|trending|most (?:read|popular|viewed)|"
    r"popular (?:posts|stories|articles)|latest (?:news|stories|posts)|top stories|promoted|sponsored|around the web|from our partners|"
    r"sign up|subscribe|newsletter|share (?:this|on|via)|follow us|comments?\b|leave a (?:reply|comment)|\d+ comments|about the author|"
    r"mehr (?:zum thema|von|aus|lesen|dazu)|weitere (?:themen|artikel|beitr.ge|meldungen|news|nachrichten|informationen)|verwandte|"
    r"auch interessant|das k.nnte|(?:.hnliche|aktuelle) (?:artikel|beitr.ge|themen|meldungen)|lesen sie|zum weiterlesen|auch auf|"
    r"meistgelesen|teilen|kommentare?\b|newsletter|neueste|"
    r".? ?lire (?:aussi|.galement)|sur le m.me (?:sujet|th.me)|articles? (?:li.s|similaires|recommand.s|connexes)|voir aussi|partager|"
    r"te puede interesar|tambi.n te puede|(?:art.culos|noticias|notas) relacionad[ao]s|lea tambi.n|lee tambi.n|le.r? m.s|mir[ae]:|"
    r"m.s (?:noticias|informaci.n|sobre|en)|compartir|veja (?:tamb.m|mais)|leia (?:mais|tamb.m)|not.cias relacionadas|"
    r"leggi anche|potrebbe(?:ro)? interessart|articoli correlati|condividi|lees (?:ook|meer)|meer over|gerelateerd|"
    r"l.s (?:mer|ocks.|ogs.)|les (?:ogs.|mer)|czytaj (?:te.|tak.e|r.wnie.|wi.cej)|zobacz (?:te.|tak.e|r.wnie.)|powi.zane|"
    r"читайте также|похожие|по теме|смотрите также|関連(?:記事|リンク|ニュース)|あわせて読みたい|相关(?:阅读|文章|新闻|链接)|推荐阅读|精彩.{0,4}推荐|延伸閱讀)",
    re.IGNORECASE,
)
ASKING = re.compile(
    r"\b(?:follow|like|find|join) (?:us|me|@\w+|the [\w ]{1,40}|[\w ]{1,30}) on (?:twitter|facebook|instagram|x\b|linkedin|telegram|whatsapp)|"
    r"\b(?:sign up|subscribe|register)\b.{0,80}\b(?:newsletter|e-?mails?|inbox|updates|podcast|channel|alerts)|\bnever miss\b.{0,60}\b(?:news|story|update|post)|"
    r"\bdownload (?:our|the) (?:free )?app\b|\bnewsletter (?:abonnieren|bestellen)|\babonnez-vous|\binscrivez-vous|\bsuscr[ií]b(?:ete|ase)|\bs[ií]guenos en",
    re.IGNORECASE,
)
