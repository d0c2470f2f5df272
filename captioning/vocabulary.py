"""Word lists of the linter: closed classes and small sets, in lower case."""

# ruff: noqa: SIM905 (lists of words read best as text)
from __future__ import annotations

PLACEHOLDERS = frozenset(
    """image images picture photo photograph photos img pic graphic figure fig illustration icon logo banner thumbnail
    untitled placeholder spacer blank none null undefined nan todo tbd test alt alttext description caption header hero
    cover background bg divider separator bullet arrow dot line pixel default sample attachment screenshot avatar
    featured slide gallery media file unnamed noname n/a na xxx foo bar temp tmp decorative ornament
    bild bilder foto fotos grafik abbildung beschreibung bildbeschreibung bildunterschrift alternativtext alt-text
    platzhalter titel ohne unbenannt namenlos symbolbild beispielbild titelbild vorschaubild
    sans titre légende texte alternatif fichier vignette imagen imágenes sin título titulo descripción texto alternativo
    leyenda immagine immagini senza titolo descrizione testo imagem imagens sem descrição afbeelding afbeeldingen zonder
    naamloos geen beschrijving alternatieve tekst bijschrift""".split()
)
PLACEHOLDER_PHRASES = (
    "alt text", "image alt", "alternative text", "image description", "image caption", "insert description",
    "no description", "description here", "no alt", "click to enlarge", "click to zoom", "click here", "tap to enlarge",
    "lorem ipsum", "enter alt", "add alt", "image may contain", "no photo description", "image not available",
    "featured image", "hero image", "header image", "cover image", "stock photo", "background image", "blog image",
    "post image", "article image", "decorative image", "this image has an empty alt attribute", "image placeholder",
    "picture placeholder", "image result for", "loading", "please enable", "image unavailable", "photo by", "image by",
    "credit:", "image credit", "photo credit", "courtesy of", "digital camera", "camera phone", "created with", "made with", "ai generated", "getty images", "shutterstock", "©",
    "kein alternativtext", "kein alt-text", "keine beschreibung", "keine bildbeschreibung", "kein bild", "bildbeschreibung", "alternativtext",
    "ohne beschreibung", "hier klicken", "klicken sie", "zum vergrößern", "bild nicht verfügbar", "bild kann enthalten", "foto von unsplash",
    "aucune description", "pas de description", "pas de texte alternatif", "texte alternatif", "image non disponible", "image sans titre",
    "cliquez", "cliquer pour", "ajouter une description", "crédit photo", "sin descripción", "ninguna descripción", "texto alternativo", "haga clic", "haz clic",
    "imagen no disponible", "nessuna descrizione", "testo alternativo", "clicca", "immagine non disponibile", "sem descrição",
    "nenhuma descrição", "clique para", "imagem não disponível", "geen beschrijving", "geen alt", "alternatieve tekst", "klik om", "klik hier",
    "afbeelding niet beschikbaar",
)  # fmt: skip
LEFTOVERS = (
    "as an ai", "language model", "i cannot", "i can't", "i can not", "i'm sorry", "i am sorry", "i'm unable",
    "i am unable", "sure, here", "sure! here", "certainly!", "here is a description", "here's a description",
    "here is the description", "of course!", "assistant:", "user:", "system:", "<end_of_utterance>", "[sep]", "[cls]",
    "[pad]", "[unk]", "<s>", "</s>", "<|", "|>", "the prompt", "your request", "let me know", "would you like",
    "ignore previous", "ignore all", "previous instructions", "you asked", "article>>>", "<<<article",
    "it is not possible to determine", "it is unclear what", "cannot be determined", "word limit", "25 words",
)  # fmt: skip
IMAGE_WORDS = "image|picture|photo|photograph|pic|snapshot|graphic|visual"

MASS_NOUNS = frozenset(
    """water smoke snow steam fog rain traffic light sunlight grass sand ice fire mist dust rubble lava moss ivy wheat
    food coffee tea bread cheese furniture equipment laundry graffiti text paint foliage vegetation seaweed mud frost
    moonlight dew lightning debris scaffolding hay straw corn rice milk honey oil ash hair fabric wood metal concrete
    everyone someone nobody everybody nothing something half part most inside outside behind today there here this that
    it one each another either what who which he she they we you i daylight morning evening night nightfall dusk dawn
    wildlife livestock cattle poultry police staff crew crowd press life love work music art""".split()
)
PERSON_VERBS = frozenset(
    """waves speaks stands sits smiles walks holds looks shakes addresses poses gestures talks arrives leaves greets
    hugs kisses laughs points runs plays sings performs announces celebrates signs accepts delivers gives is was has
    wears raises reads listens testifies visits attends campaigns scores kicks throws swims dances speaking waving
    smiling standing sitting holding giving""".split()
)
COMMON_CAPITALS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december christmas easter halloween thanksgiving ramadan diwali hanukkah i i'm tv led usb
    dvd cd pc gps dna diy hdmi wi-fi wifi qr atm suv uv x-ray t-shirt t-shirts u-turn v-shaped u-shaped l-shaped earth
    moon sun mars venus jupiter saturn english french german italian spanish dutch greek roman gothic victorian georgian
    baroque renaissance romanesque art-deco art deco medieval european american british japanese chinese indian swiss
    danish swedish turkish persian arctic antarctic alpine mediterranean polaroid lego velcro jeep frisbee thermos
    y-axis x-axis a4 ok cctv ceo pdf kwh mwh gwh twh html css json sql api url ui ux a b c d x y z vs am pm bc ad 3d 2d hd vr ar ai it
    iv""".split()
)
GIVEN_NAMES = frozenset(
    """james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony donald
    steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas
    eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander patrick raymond jack dennis
    mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley
    kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen
    amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine rachel maria olivia sophia
    barack joe kamala hillary bernie boris emmanuel olaf vladimir elon taylor beyonce rihanna lionel cristiano serena
    einstein obama trump biden merkel putin macron picasso churchill gandhi mozart beethoven shakespeare napoleon""".split()
)

NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
} | {
    word: 10 * (i + 2)
    for i, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
}
COUNTABLE_AT_A_GLANCE = 12
"""Counts up to this many may be said from looking alone."""
SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 10**12,
}
MEASURES = frozenset(
    """percent percentage dollars euros pounds degrees kilometres kilometers miles metres meters feet kilograms years
    hours minutes seconds o'clock points""".split()
)

STOPWORDS = {
    "en": "the of and a in to is with on by for at from an are as it that his her their its this over near while who".split(),
    "de": "der die das und ein eine einen einem einer mit auf im ist von den dem des zu sich vor nicht sind über neben unter hält steht".split(),
    "fr": "le la les de des du un une et est dans sur avec pour au aux en par devant qui sont son sa ses près d'un d'une".split(),
    "es": "el la los las de del un una y en con es por para se que su al sobre junto están está frente".split(),
    "it": "il lo la i gli le di del della dei un una uno e in con è per su che al alla nel nella sono davanti".split(),
    "pt": "o a os as de do da dos das um uma e em com é no na por para que ao à está são frente".split(),
    "nl": "de het een en van in op met is voor te aan bij dat zijn naar staat zit onder tussen".split(),
    "sv": "en ett och i på med är av för till som den det står sitter framför under vid".split(),
    "pl": "i w na z do się jest przed przy pod nad oraz który która są ze po".split(),
}  # fmt: skip

CONTENT_STOPWORDS = frozenset(
    [*STOPWORDS["en"], *"""image picture photo photograph shows showing seen shown there here was were be been being has
    have had but or not into onto up down out off very some two one another each which what when where how he she they
    we you them him said says one's it's""".split()]
)  # fmt: skip
