"""What is a guess about people in German, French, Spanish, Italian, Portuguese and Dutch: words, as regular expressions.

`person`: who is seen. `before` and `after`: age, origin, looks and mood as they stand beside a person. `alone`: kinship,
occupation and age that need no other word. "Young" is seen, as it is in English; "old" is a guess.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Guesses(NamedTuple):
    person: str
    before: str
    after: str
    alone: str


ABROAD = {
    "de": Guesses(
        person="Mann|Männer|Männern|Frau|Frauen|Mensch|Menschen|Person|Personen|Junge|Jungen|Mädchen|Kind|Kinder|Dame|Damen|"
        "Herr|Herren|Paar|Paare|Leute",
        before=r"(?:(?:ält(?:er|lich)|betagt|alt|schön|hübsch|attraktiv|gut ?aussehend|hässlich|dick|übergewichtig|mollig|sexy|"
        r"asiatisch|afrikanisch|europäisch|arabisch|schwarz|weiß|dunkelhäutig|hellhäutig|indisch|chinesisch|japanisch|türkisch|"
        r"muslimisch|jüdisch|arm|reich|obdachlos|behindert|betrunken|verheiratet|schwul|lesbisch|"
        r"traurig|wütend|zornig|besorgt|einsam|glücklich|fröhlich|verzweifelt|verängstigt|nervös|gelangweilt|stolz|verliebt)(?:e[rnms]?)?)",
        after=r"mit (?:\w+ )?(?:asiatischem|afrikanischem|europäischem|arabischem|südländischem|orientalischem) (?:aussehen|gesicht|äußeren)|"
        r"(?:asiatischer|afrikanischer|europäischer|arabischer|indischer) (?:herkunft|abstammung)|mittleren alters|"
        r"(?:wirkt|scheint|sieht|schaut|blickt|ist) (?:\w+ )?(?:traurig|wütend|besorgt|einsam|glücklich|verzweifelt|nervös|gelangweilt|stolz|müde)",
        alone=r"vater|väter|(?<!schraube und )mutter(?! gottes)|(?:traurig|wütend|besorgt|glücklich|ängstlich)\w* (?:blick|gesicht|miene)|mütter|sohn|söhne|tochter|töchter|eltern|großeltern|großmutter|großvater|oma|opa|enkel(?:in)?|"
        r"ehepaar|ehepaare|ehemann|ehefrau|bruder|brüder|schwester|schwestern|geschwister|familien?|freunde?n?|freundin(?:nen)?|liebespaar|"
        r"senior(?:en|in|innen)?|rentner(?:in|innen)?|greis(?:in)?|teenager|jugendlicher?|"
        r"(?:mit|von) (?:asiatischem|afrikanischem|südländischem) aussehen|\d+[- ]?jährige[rnms]?|"
        r"arzt|ärztin|ärzte|lehrer(?:in|innen)?|geschäftsmann|geschäftsfrau|geschäftsleute|anwalt|anwältin|politiker(?:in|innen)?|"
        r"wissenschaftler(?:in|innen)?|krankenschwester|professor(?:in)?",
    ),
    "fr": Guesses(
        person="hommes?|femmes?|personnes?|garçons?|filles?|fillettes?|enfants?|dames?|monsieur|messieurs|gens|couples?|bébé",
        before=r"(?:vieil(?:le)?s?|vieux|belles?|beaux?|bel|jolie?s?|charmante?s?|séduisante?s?|laide?s?|grosses?|gros|tristes?|"
        r"heureu(?:x|ses?)|malheureu(?:x|ses?)|joyeu(?:x|ses?)|riches?|pauvres?)",
        after=r"(?:très )?(?:âgée?s?|asiatiques?|africaine?s?|noire?s?|blanc(?:he)?s?|arabes?|européen(?:ne)?s?|chinoise?s?|"
        r"japonaise?s?|indien(?:ne)?s?|métis(?:se)?s?|musulmane?s?|jui(?:f|ve)s?|"
        r"séduisante?s?|attirante?s?|magnifiques?|obèses?|laide?s?|tristes?|heureu(?:x|ses?)|inqui(?:et|ète)s?|"
        r"solitaires?|effrayée?s?|fâchée?s?|nerveu(?:x|ses?)|mariée?s?|handicapée?s?|ivres?)|en colère|d['’]âge mûr|d['’]un certain âge|"
        r"(?:aux traits |d['’]origine |d['’]apparence )\w+|(?:semble|a l['’]air|paraît|est) (?:triste|heureu|inqui|en colère|seul)\w*",
        alone=r"pères?|mères?|papa|maman|(?:son|leur|un|ses|leurs|le) fils|(?:sa|leur|ses) filles?|grands?-mères?|grands?-pères?|grands-parents|"
        r"parents|mari|époux|épouse|frères?|sœurs?|familles?|amie?s?|copains|copines|cousine?s?|jumeaux|"
        r"vieillards?|adolescente?s?|retraitée?s?|personnes? âgées?|(?:la|sa) (?:vingt|trent|quarant|cinquant|soixant)aine|de \d+ ans|"
        r"médecins?|docteurs?|infirmi(?:er|ère)s?|professeure?s?|enseignante?s?|institut(?:eur|rice)s?|(?:hommes?|femmes?) d['’]affaires|"
        r"politicien(?:ne)?s?|scientifiques",
    ),
    "es": Guesses(
        person="hombres?|mujer(?:es)?|personas?|niñ[oa]s?|chic[oa]s?|muchach[oa]s?|señor(?:a|as|es)?|pareja|parejas|gente|jóvenes|joven|bebé",
        before=r"(?:viej[oa]s?|hermos[oa]s?|guap[oa]s?|bell[oa]s?|bonit[oa]s?|lind[oa]s?|triste|tristes|feliz|felices|pobres?|ric[oa]s?)",
        after=r"(?:muy )?(?:mayor|mayores|viej[oa]s?|ancian[oa]s?|asiátic[oa]s?|african[oa]s?|negr[oa]s?|blanc[oa]s?|latin[oa]s?|árabes?|"
        r"europe[oa]s?|chin[oa]s?|japon[eé]s(?:a|as|es)?|indi[oa]s?|musulm[aá]n(?:a|as|es)?|judí[oa]s?|"
        r"hermos[oa]s?|guap[oa]s?|bell[oa]s?|bonit[oa]s?|atractiv[oa]s?|fe[oa]s?|gord[oa]s?|obes[oa]s?|"
        r"tristes?|enfadad[oa]s?|enojad[oa]s?|preocupad[oa]s?|feliz|felices|solitari[oa]s?|asustad[oa]s?|nervios[oa]s?|"
        r"casad[oa]s?|discapacitad[oa]s?|borrach[oa]s?)|de (?:edad avanzada|mediana edad)|de (?:origen|aspecto|rasgos) \w+|"
        r"(?:parece|está|se ve) (?:triste|enfadad|enojad|preocupad|feliz|content|asustad)\w*",
        alone=r"madres?|padres?|mamá|papá|hij[oa]s?|herman[oa]s?|abuel[oa]s?|niet[oa]s?|espos[oa]s?|marido|familias?|amig[oa]s?|matrimonio|"
        r"prim[oa]s|ancian[oa]s?|adolescentes?|jubilad[oa]s?|de \d+ años|"
        r"médic[oa]s?|doctora?(?:es)?|enfermer[oa]s?|maestr[oa]s?|profesor(?:a|es|as)?|abogad[oa]s?|empresari[oa]s?|(?:hombres?|mujer(?:es)?) de negocios",
    ),
    "it": Guesses(
        person="uomo|uomini|donn[ae]|person[ae]|ragazz[oaie]|ragazze|bambin[oaie]|signor[aie]?|signore|copp(?:ia|ie)|gente|neonato",
        before=r"(?:vecchi[oae]?|anzian[oaie]|bell[oaie]|bel|begli|carin[oaie]|brutt[oaie]|triste|tristi|felice|felici|pover[oaie]|ricc(?:o|a|hi|he))",
        after=r"(?:molto )?(?:anzian[oaie]|vecchi[oae]?|asiatic(?:o|a|i|he)|african[oaie]|ner[oaie]|bianc(?:o|a|hi|he)|arab[oaie]|europe[oaie]|"
        r"cines[ei]|giappones[ei]|indian[oaie]|musulman[oaie]|ebre[oaie]|attraent[ei]|bellissim[oaie]|bell[oaie]|grass[oaie]|obes[oaie]|"
        r"trist[ei]|arrabbiat[oaie]|preoccupat[oaie]|felic[ei]|solitari[oae]?|spaventat[oaie]|nervos[oaie]|sposat[oaie]|disabil[ei]|ubriac(?:o|a|hi|he))|"
        r"di mezza età|(?:di origine|dai tratti|dall['’]aspetto) \w+|(?:sembra|è|appare) (?:triste|arrabbiat|preoccupat|felice|spaventat)\w*",
        alone=r"madr[ei]|padr[ei]|mamma|papà|figli[oae]?|fratell[oi]|sorell[ae]|nonn[oaie]|marito|mogli?e|famigli[ae]|amic[oi]|amica|amiche|genitori|"
        r"coniugi|nipot[ei]|cugin[ie]|anzian[oaie]|adolescent[ei]|pensionat[oaie]|di \d+ anni|"
        r"medic[oi]|dottor[ei]|dottoressa|infermier[aei]|infermiere|insegnant[ei]|maestr[ae]|avvocat[oi]|(?:uomo|uomini|donn[ae]) d['’]affari|imprenditor[ei]",
    ),
    "pt": Guesses(
        person="homem|homens|mulher(?:es)?|pessoas?|menin[oa]s?|garot[oa]s?|rapaz(?:es)?|rapariga|moç[oa]s?|senhor(?:a|as|es)?|casal|casais|crianças?|bebê",
        before=r"(?:velh[oa]s?|idos[oa]s?|bel[oa]s?|lind[oa]s?|bonit[oa]s?|triste|tristes|feliz|felizes|pobres?|ric[oa]s?)",
        after=r"(?:muito )?(?:idos[oa]s?|velh[oa]s?|mais velh[oa]s?|asiátic[oa]s?|african[oa]s?|negr[oa]s?|branc[oa]s?|latin[oa]s?|árabes?|"
        r"europeus?|europeias?|chin[eê]s(?:a|as|es)?|japon[eê]s(?:a|as|es)?|indian[oa]s?|muçulman[oa]s?|jude?us?|judi[oa]s?|"
        r"bonit[oa]s?|lind[oa]s?|atraentes?|fei[oa]s?|gord[oa]s?|obes[oa]s?|"
        r"tristes?|zangad[oa]s?|preocupad[oa]s?|feliz|felizes|solitári[oa]s?|assustad[oa]s?|nervos[oa]s?|casad[oa]s?|deficientes?|bêbad[oa]s?)|"
        r"de (?:meia-idade|idade avançada)|de (?:origem|aparência|traços) \w+|(?:parece|está) (?:triste|zangad|preocupad|feliz|assustad)\w*",
        alone=r"mães?|pai|mamãe|papai|filh[oa]s?|irmãos?|irmãs?|avós?|avô|net[oa]s?|marido|esposas?|famílias?|amig[oa]s?|namorad[oa]s?|prim[oa]s|"
        r"idos[oa]s?|adolescentes?|aposentad[oa]s?|reformad[oa]s|de \d+ anos|"
        r"médic[oa]s?|doutora?|enfermeir[oa]s?|professor(?:a|es|as)?|advogad[oa]s?|empresári[oa]s?|(?:homem|homens|mulher|mulheres) de negócios",
    ),
    "nl": Guesses(
        person="man|mannen|vrouw|vrouwen|persoon|personen|mensen|jongens?|meisjes?|kind|kinderen|dames?|heer|heren|stel|koppel",
        before=r"(?:oude|oudere|bejaarde|mooie?|knappe?|aantrekkelijke?|lelijke?|dikke?|aziatische?|afrikaanse?|europese?|arabische?|zwarte|blanke|"
        r"witte|chinese?|japanse?|indiase?|turkse?|marokkaanse?|islamitische?|joodse?|rijke?|arme|dakloze|dronken|getrouwde?|"
        r"verdrietige?|boze?|bezorgde?|eenzame?|gelukkige?|blije?|bange?|nerveuze?|trotse?|verveelde?)",
        after=r"van (?:middelbare leeftijd|\d+ jaar|(?:aziatische|afrikaanse|europese|arabische) (?:afkomst|komaf))|met een (?:aziatisch|afrikaans|arabisch)e? uiterlijk|"
        r"(?:lijkt|kijkt|is|oogt) (?:\w+ )?(?:verdrietig|boos|bezorgd|eenzaam|gelukkig|blij|bang|nerveus|trots)",
        alone=r"moeders?|vaders?|zoons?|zonen|dochters?|ouders|grootouders|grootmoeder|grootvader|oma|opa|broers?|broertje|zus|zussen|zusje|"
        r"echtpaar|echtgenoten?|echtgenote|families?|gezin|gezinnen|vrienden|vriend|vriendin(?:nen)?|bejaarden?|tieners?|gepensioneerden?|"
        r"van middelbare leeftijd|dokters?|artsen?|verpleegkundigen?|verpleegster|lera(?:ar|res|ren)|zakenman|zakenvrouw|zakenlui|advocaten?|politicus|politici",
    ),
}  # fmt: skip
"""By language. French "fils" (wires, too) and "avocat" (a fruit) need words beside them or are left out."""

# One word may stand between a person and what is guessed, "femme assise âgée", but none that opens another phrase.
BETWEEN = (
    r"(?:,? (?!(?:mit|in|im|auf|und|oder|von|vom|an|am|bei|der|die|das|en|de|du|des|et|ou|au|aux|avec|dans|sur|un|une|le|la|les|"
    r"y|o|con|del|al|por|su|el|los|las|di|e|da|su|nel|nella|il|lo|gli|um|uma|do|dos|das|com|no|na|a|os|as|met|op|van|het|een|voor)\b)"
    r"[^\W\d_]+)?"
)
WORK = re.compile(
    r"arzt|ärzt|lehrer|krankensch|professor|wissensch|médecin|docteur|infirm|enseignant|institut|scientif|médic|doctor|enfermer|maestr|"
    r"profesor|medic|dottor|infermier|insegnant|enfermeir|dokter|arts|verple|lera",
    re.I,
)
WORK_SEEN = re.compile(
    r"\b(?:tafel|klasse|schüler|kittel|operationss|stethoskop|labor|spritze|tableau|classe|élèves|blouse|bloc opératoire|stéthoscope|"
    r"seringue|pizarra|clase|aula|alumnos|bata|quirófano|estetoscopio|jeringa|lavagna|alunni|camice|sala operatoria|stetoscopio|siringa|"
    r"quadro negro|lousa|alunos|jaleco|seringa|estetoscópio|schoolbord|klas|leerlingen|doktersjas|operatiekamer|stethoscoop|spuit|masque|"
    r"mascarilla|mascherina|máscara|mondkapje)",
    re.I,
)
"""What shows an occupation: its clothes, tools and rooms."""
