"""Foreign content: videos, posts, players, maps, slides. Which service an address belongs to is public knowledge."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias
from urllib.parse import parse_qs, unquote, urlsplit

from rhapsode.parsing.article import Blocks, Embed
from rhapsode.parsing.html.dom import Element, classes, number
from rhapsode.parsing.html.page import Page

Media: TypeAlias = Literal["video", "audio", "post", "map", "slides", "code", "form", "other"]

TAGS = frozenset(
    [
        "iframe",
        "video",
        "audio",
        "object",
        "embed",
        "amp-iframe",
        "amp-video",
        "amp-audio",
        "amp-youtube",
        "amp-vimeo",
        "amp-twitter",
        "amp-instagram",
        "amp-facebook",
        "amp-dailymotion",
        "amp-soundcloud",
        "amp-brightcove",
        "amp-tiktok",
        "lite-youtube",
        "lite-vimeo",
    ]
)

# The registrable end of a host name -> (how people call the service, what it shows).
SERVICES: dict[str, tuple[str, Media]] = {
    "youtube.com": ("YouTube", "video"), "youtube-nocookie.com": ("YouTube", "video"), "youtu.be": ("YouTube", "video"),
    "vimeo.com": ("Vimeo", "video"), "dailymotion.com": ("Dailymotion", "video"), "dai.ly": ("Dailymotion", "video"),
    "twitch.tv": ("Twitch", "video"), "ted.com": ("TED", "video"), "wistia.com": ("Wistia", "video"),
    "wistia.net": ("Wistia", "video"), "brightcove.net": ("Brightcove", "video"), "jwplatform.com": ("JW Player", "video"),
    "jwplayer.com": ("JW Player", "video"), "streamable.com": ("Streamable", "video"), "loom.com": ("Loom", "video"),
    "rumble.com": ("Rumble", "video"), "odysee.com": ("Odysee", "video"), "bilibili.com": ("Bilibili", "video"),
    "v.qq.com": ("Tencent Video", "video"), "youku.com": ("Youku", "video"), "rutube.ru": ("Rutube", "video"),
    "archive.org": ("Internet Archive", "video"), "kaltura.com": ("Kaltura", "video"), "tiktok.com": ("TikTok", "video"),
    "gfycat.com": ("Gfycat", "video"), "giphy.com": ("Giphy", "video"), "peertube": ("PeerTube", "video"),
    "spotify.com": ("Spotify", "audio"), "soundcloud.com": ("SoundCloud", "audio"), "bandcamp.com": ("Bandcamp", "audio"),
    "podcasts.apple.com": ("Apple Podcasts", "audio"), "music.apple.com": ("Apple Music", "audio"),
    "mixcloud.com": ("Mixcloud", "audio"), "anchor.fm": ("Anchor", "audio"), "simplecast.com": ("Simplecast", "audio"),
    "buzzsprout.com": ("Buzzsprout", "audio"), "acast.com": ("Acast", "audio"), "megaphone.fm": ("Megaphone", "audio"),
    "libsyn.com": ("Libsyn", "audio"), "transistor.fm": ("Transistor", "audio"), "deezer.com": ("Deezer", "audio"),
    "twitter.com": ("Twitter", "post"), "x.com": ("X", "post"), "twimg.com": ("Twitter", "post"),
    "instagram.com": ("Instagram", "post"), "facebook.com": ("Facebook", "post"), "threads.net": ("Threads", "post"),
    "bsky.app": ("Bluesky", "post"), "reddit.com": ("Reddit", "post"), "redditmedia.com": ("Reddit", "post"),
    "linkedin.com": ("LinkedIn", "post"), "pinterest.com": ("Pinterest", "post"), "tumblr.com": ("Tumblr", "post"),
    "t.me": ("Telegram", "post"), "imgur.com": ("Imgur", "post"), "mastodon.social": ("Mastodon", "post"),
    "maps.google.com": ("Google Maps", "map"), "openstreetmap.org": ("OpenStreetMap", "map"),
    "mapbox.com": ("Mapbox", "map"), "bing.com": ("Bing Maps", "map"), "arcgis.com": ("ArcGIS", "map"),
    "carto.com": ("CARTO", "map"), "slideshare.net": ("SlideShare", "slides"), "speakerdeck.com": ("Speaker Deck", "slides"),
    "slides.com": ("Slides", "slides"), "prezi.com": ("Prezi", "slides"), "scribd.com": ("Scribd", "slides"),
    "codepen.io": ("CodePen", "code"), "jsfiddle.net": ("JSFiddle", "code"), "codesandbox.io": ("CodeSandbox", "code"),
    "gist.github.com": ("GitHub Gist", "code"), "replit.com": ("Replit", "code"), "stackblitz.com": ("StackBlitz", "code"),
    "glitch.com": ("Glitch", "code"), "observablehq.com": ("Observable", "code"), "typeform.com": ("Typeform", "form"),
    "jotform.com": ("Jotform", "form"), "surveymonkey.com": ("SurveyMonkey", "form"), "datawrapper.de": ("Datawrapper", "other"),
    "dwcdn.net": ("Datawrapper", "other"), "flourish.studio": ("Flourish", "other"), "infogram.com": ("Infogram", "other"),
    "documentcloud.org": ("DocumentCloud", "other"), "ourworldindata.org": ("Our World in Data", "other"),
    "tableau.com": ("Tableau", "other"), "plotly.com": ("Plotly", "other"), "sketchfab.com": ("Sketchfab", "other"),
}  # fmt: skip
_ADVERTISING = re.compile(
    r"doubleclick|googlesyndication|adservice|adsystem|/ads?[/.?]|adserver|taboola|outbrain|googletagmanager|"
    r"analytics|recaptcha|disqus|livefyre|/like\.php|share_button|sharebutton|plusone|facebook\.com/plugins/(?:like|page|share)|"
    r"newsletter|subscribe|mailchimp|addthis|sharethis|tracking|pixel|cookie|consent|comments?[./?]",
    re.IGNORECASE,
)
_POSTS = {
    "twitter-tweet": ("Twitter", "post"), "twitter-video": ("Twitter", "post"), "twitter-quote": ("Twitter", "post"),
    "instagram-media": ("Instagram", "post"), "tiktok-embed": ("TikTok", "video"), "bluesky-embed": ("Bluesky", "post"),
    "reddit-embed-bq": ("Reddit", "post"), "reddit-card": ("Reddit", "post"), "fb-post": ("Facebook", "post"),
    "fb-video": ("Facebook", "video"), "text-post-media": ("Threads", "post"), "mastodon-embed": ("Mastodon", "post"),
    "tumblr-post": ("Tumblr", "post"), "imgur-embed-pub": ("Imgur", "post"), "instagram-embed": ("Instagram", "post"),
}  # fmt: skip
_POST_HOSTS = re.compile(
    r"//(?:www\.|mobile\.|m\.)?(?:twitter|x|instagram|tiktok|bsky|threads|facebook)\.[a-z]+/.+", re.IGNORECASE
)


def service_of(address: str) -> tuple[str, Media]:
    """The service's name and what it shows; an unknown one is named by its host."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return "", "other"
    if host.endswith("docs.google.com"):
        if "/forms/" in parts.path:
            return "Google Forms", "form"
        return ("Google Slides", "slides") if "/presentation/" in parts.path else ("Google Docs", "other")
    if "google." in host and parts.path.startswith("/maps"):
        return "Google Maps", "map"
    if host.endswith("facebook.com") and "video" in parts.path:
        return "Facebook", "video"
    labels = host.split(".")
    for i in range(len(labels) - 1):
        known = SERVICES.get(".".join(labels[i:]))
        if known:
            return known
    if parts.path.lower().endswith((".mp4", ".webm", ".m3u8", ".mov")):
        return host.removeprefix("www."), "video"
    if parts.path.lower().endswith((".mp3", ".m4a", ".ogg", ".wav")):
        return host.removeprefix("www."), "audio"
    return host.removeprefix("www."), "other"


def embed_of(element: Element, page: Page) -> Embed | None:
    """The embed an element shows; None for advertisements, counters, controls and empty frames."""
    tag = element.tag
    if tag in ("video", "audio", "amp-video", "amp-audio"):
        return _player(element, page)
    if tag.startswith(("amp-", "lite-")) and tag not in ("amp-iframe",):
        return _component(element, page)
    address = _frame_address(element)
    href = page.address(address)
    if href is None or _ADVERTISING.search(href):
        return None
    width, height = number(element.get("width")), number(element.get("height"))
    if (width is not None and width <= 2) or (height is not None and height <= 2):
        return None
    provider, media = service_of(href)
    title = _title(element)
    if media == "other" and not title and provider not in {name for name, _ in SERVICES.values()}:
        page.warnings.append(f"left out a frame of unknown content from {provider or href[:80]}")
        return None
    return Embed(provider, media, title, _public(href), **page.attributes(element))


def _frame_address(element: Element) -> str | None:
    for name in ("src", "data-src", "data-lazy-src", "data-original", "data", "data-url", "data-embed-src"):
        value = (element.get(name) or "").strip()
        if value and value not in ("about:blank",) and not value.startswith(("data:", "javascript:")):
            return value
    movie = next(
        (
            item.get("value")
            for item in element.iter("param")
            if (item.get("name") or "").lower() in ("movie", "src")
        ),
        None,
    )
    if movie:
        return movie
    inner = next((item for item in element.iter("embed", "iframe") if item is not element), None)
    return inner.get("src") if inner is not None else None


def _title(element: Element) -> str | None:
    for name in ("title", "aria-label", "data-title"):
        title = " ".join((element.get(name) or "").split())
        if title and title.lower() not in (
            "youtube video player",
            "video player",
            "embedded content",
            "iframe",
            "video",
        ):
            return re.sub(r"^YouTube video:? ?", "", title) or None
    return None


def _player(element: Element, page: Page) -> Embed | None:
    media: Media = "audio" if "audio" in element.tag else "video"
    address = element.get("src") or element.get("data-src")
    if not address:
        address = next((item.get("src") for item in element.iter("source") if item.get("src")), None)
    href = page.address(address)
    title = _title(element)
    if href is None and not title and not element.get("poster"):
        return None
    provider = service_of(href)[0] if href else ""
    return Embed(provider, media, title, href, **page.attributes(element))


_COMPONENTS: dict[str, tuple[str, Media, str, str]] = {
    "youtube": ("YouTube", "video", "data-videoid", "https://www.youtube.com/watch?v={}"),
    "vimeo": ("Vimeo", "video", "data-videoid", "https://vimeo.com/{}"),
    "dailymotion": ("Dailymotion", "video", "data-videoid", "https://www.dailymotion.com/video/{}"),
    "twitter": ("Twitter", "post", "data-tweetid", "https://twitter.com/i/status/{}"),
    "instagram": ("Instagram", "post", "data-shortcode", "https://www.instagram.com/p/{}/"),
    "facebook": ("Facebook", "post", "data-href", "{}"),
    "tiktok": ("TikTok", "video", "data-src", "https://www.tiktok.com/embed/{}"),
    "soundcloud": ("SoundCloud", "audio", "data-trackid", "https://api.soundcloud.com/tracks/{}"),
    "brightcove": ("Brightcove", "video", "data-video-id", "{}"),
}


def _component(element: Element, page: Page) -> Embed | None:
    """Web components that name their content by an id (AMP, lite-youtube)."""
    known = _COMPONENTS.get(element.tag.partition("-")[2])
    if known is None:
        return None
    provider, media, attribute, pattern = known
    identity = element.get(attribute) or element.get("videoid") or element.get("data-src")
    href = page.address(pattern.format(identity)) if identity else None
    return Embed(
        provider, media, _title(element) or element.get("playlabel"), href, **page.attributes(element)
    )


def _public(href: str) -> str:
    """The page a person would open for an embed's address."""
    parts = urlsplit(href)
    host = (parts.hostname or "").removeprefix("www.")
    if host in ("youtube.com", "youtube-nocookie.com"):
        match = re.match(r"/(?:embed|v)/([\w-]{6,})", parts.path)
        if match and match[1] != "videoseries":
            return f"https://www.youtube.com/watch?v={match[1]}"
    if host == "player.vimeo.com":
        match = re.match(r"/video/(\d+)", parts.path)
        if match:
            return f"https://vimeo.com/{match[1]}"
    if host == "facebook.com" and parts.path.startswith("/plugins/"):
        target = parse_qs(parts.query).get("href")
        return unquote(target[0]) if target else href
    return href


def post_of(element: Element, page: Page, content: Blocks) -> Embed | None:
    """A quoted post: a `blockquote` or `div` that a service's script would dress up."""
    known = next((_POSTS[name] for name in classes(element) if name in _POSTS), None)
    if known is None:
        return None
    provider, media = known
    href = element.get("cite") or element.get("data-instgrm-permalink") or element.get("data-href")
    if not href:
        links = [item.get("href") or "" for item in element.iter("a")]
        href = next((link for link in reversed(links) if _POST_HOSTS.search(link)), None)
    return Embed(
        provider,
        "video" if media == "video" else "post",
        None,
        page.address(href),
        content,
        **page.attributes(element),
    )


def is_post(element: Element) -> bool:
    return any(name in _POSTS for name in classes(element))


def gist_of(element: Element, page: Page) -> Embed | None:
    """A script that writes a code snippet or an embedded post into the page."""
    address = element.get("src") or ""
    if "gist.github.com/" in address:
        return Embed(
            "GitHub Gist", "code", None, page.address(address.removesuffix(".js")), **page.attributes(element)
        )
    return None
