"""How sentences say a dose, in English, German, Spanish and French, as sheets of clinics do.

Data alone: `text_prose` looks for these anywhere in a sentence, where `text_tokens` are those at
the end of a line.
"""

from __future__ import annotations

import re

_S = r"s(?:ec(?:ond(?:e[ns]?|s)?|s)?|ek(?:unden?)?|eg(?:undos?)?)?\b\.?|[\"″]"
_MIN = r"min(?:ut(?:e[ns]?|os?)|s)?\b\.?"
TIME = (
    r"(?P<n>\d+(?:\.\d+)?)(?:\s*(?:-|to|bis)\s*(?P<m>\d+))?[\s-]*"
    rf"(?:(?P<min>{_MIN})|(?P<s>{_S}))"
)
"""A time, maybe from one to another: groups n and m, and the unit as min or s."""
COUNT = r"(?P<n>\d{1,3})(?:\s*(?:-|to|bis)\s*(?P<m>\d{1,3}))?"
"""A number, maybe from one to another."""
_GAP = r"[^.\d]{0,60}?\b"
_FOR = r"(?:(?:for|to|durante|por|pendant|durant|environ|unos|etwa|about|up to|a further)\s+)*"
_BREATHS = (
    r"(?:\s*(?:slow|deep|long|full|calm|tiefe|ruhige|lange)\s*)*(?:\s|-)*(?:(?:deep|slow)\s+)?"
    r"(?:breaths?|atemzüge?n?|respiraciones|respirations|cycles\s+respiratoires)\b"
    r"(?:\s+(?:profund[oa]s|lent[oa]s|profondes|lentes))?"
)
_HOLDS = (
    r"\b(?:hold(?:ing)?|stay|pause|maintain(?:ing)?|remain|keep(?!\s+(?:going|\w+ing)\b)"
    r"|halten?|haltet|verharren|bleib(?:en|e)"
    r"|mant[eé]n\w*|manteniendo|aguant\w+|sost[eé]n\w*|sujét\w+|sujet\w+|permane\w+|qu[eé]d\w+"
    r"|mainten\w+|maintien\w*|tenez|tenir|tiens|gard(?:ez|er|e)|rest(?:ez|er))\b"
)
_TIGHTENS = (
    r"\b(?:squeeze|tighten|contract|press|push|pull|stretch|balance|tense"
    r"|contra(?:iga|er|e|iendo)|apriet\w+|apret\w+|presion\w+|empuj\w+|estir\w+"
    r"|contract(?:ez|er)|serr(?:ez|er)|pouss(?:ez|er)|press(?:ez|er)|appuy(?:ez|er)|étir(?:ez|er)"
    r"|spannen|drücken|drücke|pressen)\b"
)
_HELD = r"(?:ge)?halten|verharren|bleiben|anspannen|(?:nach|rein)?drücken|dehnen|pressen|stehen"
_RESTS = (
    r"\b(?:relax(?:ing)?|rest|release|let\s+go|entspannen?|lösen|pausieren|loslassen|lockern|pause"
    r"|relaj\w+|descans\w+|suelt\w+|soltar|repos\w+|relâch\w+|repose[rz]\w*|détend\w+)\b"
)
_SETS = r"(?:sets?|sätzen?|serien?|durchgänge?n?|durchläufen?|series|séries?|rounds?|tandas?)\b"
_REPS = (
    r"(?:times|reps?\b\.?|repetitions?|mal\b|wiederholungen|wdh\b\.?|veces|vez\b|repeticiones|fois"
    r"|répétitions?|x\b|×)"
)
_A_DAY = (
    r"(?:a|per|each|every|/|am|pro|al|por|à\s+la|la|par|jede[nr]?|cada|chaque|in\s+a|in\s+the"
    r"|in\s+der)?"
    r"\s*(?:day|week|hour|tag|woche|stunde|día|semana|hora|jour|semaine|heure)\b"
)
_LIMB = r"(?:side|leg|arm|foot|feet|hand|knee|ankle|shoulder|hip|wrist)s?"
_GLIED = r"(?:seiten?|beine?n?|arme?n?|füße?n?|fuß|hände?n?|hand|schultern?)"
_MIEMBRO = r"(?:lados?|piernas?|brazos?|pies?|manos?|rodillas?|hombros?)"
_MEMBRE = r"(?:côtés?|jambes?|bras|pieds?|mains?|genoux?|épaules?)"

PATTERNS = {
    kind: re.compile(said, re.IGNORECASE)
    for kind, said in {
        "often": (
            rf"\b(?P<count>\d+)\s*(?:x|times|-?\s?mal|fois|veces)\s+(?:stündlich|(?:every|per|an"
            rf"|a|each|pro|jede"
            r"|cada|por|chaque|par)\s+(?:hour|stunde|hora|heure)\b)"
            rf"|\b(?:(?:once|twice|1\s+or\s+2\s+times|(?:\d+\s*(?:-|to|or|bis)\s*)?\d+\s*"
            rf"(?:x|times|-?\s?mal|fois|ve(?:ces|z)|sessions|sets?|series|séries))(?:\s+{_A_DAY}"
            rf"|\s*/\s*(?:day|d|tag)\b))"
            r"|\b(?:(?:\d+\s*-\s*)?\d+\s*(?:x|times|-?\s?mal)?|mehrmals|several\s+times|once"
            r"|twice|2\s+times)"
            r"\s*(?:daily|täglich|wöchentlich)\b"
            rf"|\b(?:several|many)\s+times\s+{_A_DAY}|\b(?:varias|muchas)\s+veces\s+{_A_DAY}"
            rf"|\bplusieurs\s+fois\s+{_A_DAY}"
            r"|\bevery\s+(?:(?:\d+\s*-\s*)?\d+\s+)?(?:hours?|other\s+day|day)\b|\bhourly\b"
            r"|\b(?:daily|täglich|stündlich|diariamente)\b"
            r"|\ball\w*\s+(?:\d+\s*-\s*)?\d+\s+stunden\b"
            r"|\bcada\s+\d*\s*(?:horas?|día)\b|\btodos\s+los\s+días\b"
            r"|\btoutes\s+les\s+(?:\d+\s+)?heures\b"
            r"|\btous\s+les\s+jours\b|\bjeden\s+tag\b|\b(?:\d+\s*-\s*)?\d+\s*(?:days|tage|días"
            r"|jours)\s+"
            r"(?:a|per|pro|in der|por|a la|par)\s+(?:week|woche|semana|semaine)"
            r"|\bthroughout\s+the\s+day\b|\bmorning\s+and\s+(?:evening|night)\b"
            r"|\bmorgens\s+und\s+abends\b"
            r"|\bmatin\s+et\s+soir\b|\bpor\s+la\s+mañana\s+y\s+por\s+la\s+(?:tarde|noche)\b"
        ),
        "rest_of_sets": (
            rf"{_RESTS}[^.\d]{{0,30}}?{TIME}\s*(?:in\s+)?(?:between|entre|zwischen)\s+"
            rf"(?:each|den|las?|los|les|chaque|cada|jedem)?\s*{_SETS}"
            r"|(?!)"
        ),
        "sets_rest": (
            rf"{TIME}\s*(?:of\s+|de\s+)?(?:rest|pause|descanso|repos|récupération|break)"
            rf"(?:\s*(?:in\s+)?(?:between|entre|zwischen)\s+(?:each|den|las?|los|les|chaque|cada"
            rf"|jedem)?\s*{_SETS})"
        ),
        "rest": rf"{_RESTS}[^.\d]{{0,30}}?\b{_FOR}{TIME}(?:\s*(?:in\s+)?(?:between|entre"
        "|zwischen)[^.]*)?",
        "rests": (
            rf"{TIME}\s*(?:lang\s+|of\s+|de\s+)?(?:rest\b|relaxation|pause\b|entspannen|lösen"
            r"|pausieren|locker\s*lassen|lockern|descanso|reposo|repos\b|relâchement|break\b"
            r"|erholung)"
            r"(?:\s*(?:in\s+)?(?:between|entre|zwischen)[^.]*)?"
        ),
        "sets_of_holds": rf"\b(?P<sets>\d{{1,2}})\s*[x×]\s*{TIME}(?:\s+(?:holds?|halten))?",
        "sets_of": (
            rf"\b(?P<sets>\d{{1,2}})(?:\s*(?:-|to|bis)\s*\d{{1,2}})?\s*(?:{_SETS}\s*(?:of|à|a|de"
            rf"|mit|von|x|×|,|je|jeweils)*\s*"
            rf"(?:je\s+|jeweils\s+)?|[x×]\s*){COUNT}(?:\s*{_REPS})?"
        ),
        "of_sets": (
            rf"\b{COUNT}\s*{_REPS}\s*[,x×]?\s*(?:in\s+|for\s+|en\s+)?(?P<sets>\d{{1,2}})\s*{_SETS}"
        ),
        "counted": (
            r"\b(?:(?:hold\b[^.\d]{0,20}?)?count(?:ing)?\s+(?:slowly\s+)?(?:up\s+)?to"
            r"|zählen\s+sie\s+(?:langsam\s+)?bis"
            r"|cuente\s+(?:lentamente\s+)?hasta|cuenta\s+hasta"
            r"|comptez\s+(?:lentement\s+)?jusqu['’]à)\s+(?P<n>\d+)"
            r"(?P<m>(?!))?(?P<min>(?!))?"
        ),
        "reps_held": (
            rf"\b(?P<reps>\d{{1,3}})\s*(?:{_REPS}|contracciones|contractions|kontraktionen"
            rf"|squeezes)\s*(?:of|de|à|von|mit(?:\s+je)?|x|×|for|a)\s*{TIME}"
            r"(?:\s*(?:holds?|halten))?"
        ),
        "sides_held": (
            rf"{TIME}\s*(?:(?:on|to|for)\s+the\s+|à\s+|nach\s+|a\s+la\s+|por\s+la\s+)?"
            r"\(?(?P<one>left|right|l|r|gauche|droite|links|rechts|izquierda"
            r"|derecha)\)?\s*(?:[,;/+&]|and|then|und|dann|puis|et|y|luego)*\s*"
            r"(?P=n)\s*(?:\w+\.?\s*|[\"″]\s*)(?:(?:on|to|for)\s+the\s+|à\s+|nach\s+|a\s+la\s+"
            r"|por\s+la\s+)?"
            r"\(?(?:left|right|l|r|gauche|droite|links|rechts|izquierda|derecha)\b\)?"
        ),
        "hold": (
            rf"(?:{_HOLDS}|(?P<verb>{_TIGHTENS}))(?P<gap>{_GAP}){_FOR}{TIME}(?:\s+(?:holds?"
            rf"|lang\b))*"
        ),
        "held": rf"{TIME}\s*(?:lang\s+)?(?:in\s+(?:dieser|der)\s+\w+\s+)?(?:{_HELD}|holds?)\b",
        "released": (
            rf"{TIME}(?=\s*,?\s*(?:(?:and|then|puis|et|und|dann|y|luego)\s+)+(?:slowly\s+"
            rf"|gently\s+|langsam\s+"
            r"|lentement\s+|lentamente\s+)?(?:relax|release|lower|return|come|let|drop|relâch"
            r"|revenez|redescend"
            r"|repos|lösen|entspann|senken|loslassen|fallen|ablegen|relaj|suelt|baj|vuelv|descans))"
        ),
        "contracted": (
            rf"{TIME}\s*(?:de|of)\s+(?:contraction|contracción|tension|tensión|squeeze|squeezing"
            rf"|holding)\b"
        ),
        "breath_reps": rf"\b(?:repeat|continue|wiederholen|repita|répétez)\s+(?:for\s+"
        rf"|this\s+for\s+)?{COUNT}{_BREATHS}",
        "breaths": rf"(?:{_HOLDS}{_GAP})?{_FOR}{COUNT}{_BREATHS}",
        "reps": (
            rf"(?:\b(?:repeat|do|perform|complete|aim\s+for|wiederholen|repita|repit\w+|repetir"
            rf"|répét\w+|recommence[zr]|refaites|effectue[zr]|faites|haga"
            rf"|realice)\b[^.\d]{{0,40}}?\s)?"
            rf"(?:up\s+to\s+|bis\s+zu\s+|hasta\s+|jusqu['’]à\s+)?\b{COUNT}\s*-?\s*(?:slow\s+"
            rf"|more\s+|quick\s+|fast\s+)?{_REPS}"
            r"(?:\s+(?:lentas|lentes|slowly|in\s+total|in\s+a\s+row|en\s+tout))?"
        ),
        "nouns": (
            rf"^\W*(?:(?:repeat|do|perform|make|take|faites|faire|haga|haz"
            rf"|realice)\s+)?{COUNT}\s+(?:slow\s+|small\s+|quick\s+|side\s+|big\s+|kleine\s+"
            rf"|petits\s+)?"
            r"(?:kicks|circles|steps|taps|lifts|squeezes|contractions|swings|pulses"
            r"|schritte|kreise|pas|cercles|pasos|círculos|contracciones|contractions)\b"
        ),
        "perform": (
            r"\b(?:repeat|perform|do|repita|répétez"
            r"|wiederholen)\s+(?P<n>\d{1,3})(?P<m>(?!))?(?=\s+(?:on|with|for"
            r"|per|each|con|por|de|pour|auf|je|pro)\b)"
        ),
        "sided": (
            rf"\b{COUNT}\s+(?=(?:(?:on|with|for|con|por|avec|sur|de|a|auf|mit)\s+)?(?:each|per|je"
            rf"|pro|chaque"
            rf"|par|cada)\s+"
            rf"(?:{_LIMB}|{_GLIED}|{_MIEMBRO}|{_MEMBRE})\b)"
        ),
        "growing": (
            r"\b(?:start(?:ing)?|begin(?:ning)?)\s+with\s+(?P<n>\d{1,3})\s*,?\s*(?:and\s+|then\s+"
            r"|gradually\s+"
            r"|slowly\s+)*(?:build|increas|work"
            r"|progress)\w*\s+(?:up\s+)?to\s+(?P<m>\d{1,3})\b(?!\s*(?:s|min))"
        ),
        "set_of": rf"\b(?:séries?|series?|serie|sets?)\s+(?:de|of|à|von)\s+{COUNT}\b",
        "times": r"(?:^|(?<=\s))[x×]\s*(?P<n>\d{1,3})(?:-(?P<m>\d{1,3}))?\b",
        "sets": rf"\b(?P<sets>\d{{1,2}})(?:\s*(?:-|to|bis)\s*\d{{1,2}})?\s*{_SETS}\b",
        "alternate": (
            r"\balternat(?:ing|e(?:ly)?)\b(?!\s+between)(?:\s+(?:sides?|legs?|arms?|feet))?"
            r"|\babwechselnd\s+(?:mit\s+)?(?:rechts|links|(?:das|den|die)\s+(?:rechte|linke"
            r"|eine)\w*)"
            rf"|\b{_GLIED}\s+abwechselnd\b|\babwechselnd\s*$"
            rf"|\baltern(?:ando|ez|ando|e|er|ant|ar)\b(?:\s+(?:las|los|les|de)?\s*(?:{_MIEMBRO}"
            rf"|{_MEMBRE}))?"
        ),
        "each": (
            r"\bthen\s+(?:switch|swap)(?=[\s.,!]*$)|\bthen\s+(?:on\s+|with\s+"
            r"|do\s+)?the\s+other(?:\s+one)?(?=[\s.,!]*$)|"
            rf"\b(?:on|with|for|to|per)\s+(?:each|either)\s+{_LIMB}\b"
            r"|(?<!in\s)\beach\s+(?:side|leg|arm|foot|knee|ankle|hip|shoulder)\b"
            r"|\b(?:(?:on|for|with|to)\s+)?both\s+sides\b|\bon\s+both\s+(?:legs|feet|arms)\b"
            rf"|\b(?:repeat|do\s+the\s+same|the\s+same|and\s+then|then"
            rf"|now)(?:[^.]{{0,30}}\b(?:with|on|for|to|do|repeat))?\s+"
            rf"(?:the\s+|your\s+)?(?:other|opposite)\s+{_LIMB}\b(?:\s+too)?"
            rf"|\b(?:swap|switch|change)\s+(?:(?:over|round)\b|(?:your\s+)?{_LIMB}\b"
            rf"|so\s+(?:that\s+)?the\s+other\b)"
            r"|\bveces\s+cada\s+un[oa]\b|\bcon\s+cada\s+un[oa]\b|\b(?:fuß"
            r"|bein)stellung\s+wechseln\b"
            r"|\brepeat\s+(?:\w+\s+)?(?:to|on)\s+the\s+(?:left|right)(?:\s+side)?\b"
            rf"|(?<!in\s)\b(?:je|pro|jede[mrs]?|auf\s+jeder|mit\s+jedem)\s+{_GLIED}\b"
            r"|\b(?:auf\s+)?beide[nr]?\s+seiten\b"
            rf"|\b(?:beidseit\w+|beidseits|rechts\s+und\s+links|links\s+und\s+rechts"
            rf"|seitenwechsel)\b"
            rf"|\b{_GLIED}\s+wechseln\b|\bwechseln\s+sie\s+(?:dann\s+)?(?:die|das|den)\s+{_GLIED}"
            rf"|\b(?:dann|danach|anschließend|wiederholen|gleiche|dasselbe|auch"
            rf"|und)[^.,]{{0,25}}?\b(?:zur?|auf|mit|die|das|den)?\s*(?:der|dem|den|die|das)?\s*"
            rf"(?:andere[nrs]?|gegen)\s*{_GLIED}(?:\s+wiederholen)?"
            rf"|(?<!en\s)\b(?:(?:con|de|por|a|hacia)\s+)?cada\s+{_MIEMBRO}\b"
            r"|\b(?:(?:en|por|a|hacia|de)\s+)?(?:ambos|los\s+dos)\s+lados\b"
            rf"|\bpar\s+{_MEMBRE}\b|\bpor\s+(?:lado|pierna|brazo|pie|mano)\b"
            rf"|\bcamb\w+\s+de\s+{_MIEMBRO}"
            rf"|\b(?:repit\w+|repetir|haga\s+lo\s+mismo|haz\s+lo\s+mismo|lo\s+mismo|luego"
            rf"|después)[^.\d]{{0,25}}?\b"
            rf"(?:otr[oa](?!\s+vez)|contrari[oa])(?:\s*{_MIEMBRO})?|\b(?:con|hacia|en|al"
            rf"|del)\s+(?:el\s+"
            rf"|la\s+)?(?:otr[oa]|lado\s+contrario)(?:\s*{_MIEMBRO})?\s*$"
            r"|\brepit\w+\s+(?:a|hacia)\s+la\s+(?:izquierda|derecha)"
            rf"|\b(?:(?:de|sur|avec|pour)\s+)?chaque\s+{_MEMBRE}\b|\bchang(?:ez"
            rf"|er)\s+de\s+{_MEMBRE}"
            rf"|\b(?:répét\w+|recommence[zr]|refaites|faites\s+(?:de\s+même|pareil"
            rf"|la\s+même\s+chose)|même\s+chose|idem|puis)"
            rf"[^.\d]{{0,20}}?l['’]autre\s+{_MEMBRE}"
            r"|\b(?:des|les)\s+deux\s+côtés\b"
        ),
        "way": (
            r"\b(?:(?P<count>\d{1,3})\s+)?(?:(?:in|to)\s+)?(?:each|both|either)\s+(?:directions?"
            r"|ways?)\b"
            r"|\b(?:repeat\s+)?(?:in|to)\s+the\s+(?:other|opposite)\s+direction\b"
            r"|\b(?:in\s+)?(?:jede|beide|je|pro)\s+richtung(?:en)?\b|\b(?:en|hacia)\s+(?:cada"
            r"|ambos)\s+(?:sentidos?|direcci\w+)"
            r"|\b(?:dans\s+)?(?:chaque|les\s+deux)\s+sens\b"
        ),
        "over": rf"\b(?:over|within|in|innerhalb\s+von|en)\s+(?:about\s+)?{TIME}",
        "time": r"(?:\b(?:for|durante|pendant|weiter"
        rf"|continue[zr]?)\s+)?{_FOR}\b{TIME}(?:\s+lang\b)?",
    }.items()
}
"""What a sentence may say of a dose, in the order in which it is looked for."""

FILLERS = re.compile(
    r"\b(?:repeat|repeating|do|perform|complete|aim|continue|try|this|these|that|it|them|the|an?"
    r"|for|of|and|then|with|on"
    r"|to|in|at|each|total|exercises?|stretch(?:es)?|movements?|position|slow|slowly|more|again"
    r"|least|up|or|about"
    r"|between|before|if|you|can|your|are|reps?|breaths?|holds?"
    r"|now|gently|keep|going|despacio|langsam|lentement|hold|relax|rest|seconds?|please|should"
    r"|need|held|is"
    r"|are|session"
    r"|se|tient|tiennent|gehalten|wird|werden|mantiene|mantienen"
    r"|wiederholen|dazwischen|nach|wiederholung(?:en)?|sie|die|das|den|der|dem|übung(?:en)?"
    r"|machen|führen|durch|diese[nrs]?"
    r"|es|je|jeweils|und|dann|danach|auf|mit|bitte|mal|insgesamt|lang|etwa|ca|bis|zu|in|am|zur"
    r"|pause"
    r"|position|dehnung|spannung|schritte|ebenso|anschließend|durchführen|halten"
    r"|repita|repit[ae]|repetir|realice|realizar|haga|haz|hacer|ejercicios?|este|esta|estos|uno"
    r"|una|el|la"
    r"|los|las|lo|de|del"
    r"|con|por|en|y|o|a|al|cada|total|postura|posición|luego|después|pasos|mantenga|durante|mismo"
    r"|hacia|sentido"
    r"|répét(?:ez|er)|recommencez|refaites|effectuez|faites|faire|exercices?|cet(?:te)?|ce|ces|le"
    r"|les|des|une?|et"
    r"|puis|avec|sur|pour|à|pendant|chaque|fois|environ|au|moins|mouvements?|pas|ensuite|position"
    r"|tenez|du|d|l)\b",
    re.IGNORECASE,
)
"""What a sentence says beside a dose, and nothing of how it is done."""

PROGRESS = re.compile(
    r"(?:to\s+progress|progress(?:ion)?|gradually|build(?:ing)?\s+up|over\s+time"
    r"|to\s+make\s+(?:this|it|the)"
    r"|increase|to\s+increase|advance|aim\s+to\s+(?:build|increase|progress)|slowly\s+(?:increase"
    r"|build)"
    r"|steigern|steigerung|erhöhen|später|zur\s+steigerung|variante|progresi\w+|aument\w+"
    r"|para\s+(?:progresar|aumentar)"
    r"|progressi\w+|augment\w+|pour\s+progresser)\b"
    r"|(?:once|when|if|as|after|wenn|sobald|falls|cuando|si|quand|lorsque|dès)\b[^.]*?"
    r"(?:easy|easier|\bable|comfortabl|\bcan\b|stronger|progress|too\s+(?:hard|easy|difficult)"
    r"|pain|hurt|dizz"
    r"|leicht|schmerz|fácil|dolor|duele|mare|facile|douleur|mal\b|difficil)",
    re.IGNORECASE,
)
"""How a sentence begins that says how one goes on in some weeks, or when one stops."""

STOPS = re.compile(
    r"(?:stop|stopp\w*|brechen\s+sie|beenden|pare|deténgase|suspenda|interrumpa|arrêtez|caution"
    r"|warning"
    r"|do\s+not\s+(?:do|continue|push\s+through)|achtung|vorsicht|attention|precaución)\b",
    re.IGNORECASE,
)
"""How a sentence begins that warns."""

PURPOSE = re.compile(
    r"(?:(?:can|could|did)\s+you\b|(?:helps?|improves?|strengthens?|stretches(?=\s+(?:the"
    r"|your)\b)|good\s+for|benefits?)\b"
    r"|this\s+(?:exercise\s+|stretch\s+|movement\s+)?(?:will|helps?|is\s+(?:good|great|useful)"
    r"|improves?"
    r"|strengthens?|stretches|should\s+help)\b|you\s+(?:should|will|may)\s+feel\b"
    r"|(?:dehnt|kräftigt|stärkt|verbessert|dient|trainiert|mobilisiert|fördert)\b"
    r"|cet\s+exercice\s+(?:permet|aide|renforce|améliore)|(?:améliore|renforce|assouplit"
    r"|étire)\b(?!z)"
    r"|este\s+ejercicio\s+(?:ayuda|mejora|fortalece|sirve)|(?:mejora|fortalece|ayuda\s+a)\b)",
    re.IGNORECASE,
)
"""How a sentence begins that says what an exercise is good for."""
