"""What a dose is written with: sets, repetitions, times, rests and sides, in six languages.

Each is a pattern by its kind; `text_dose` reads them off the end of a line.
"""

from __future__ import annotations

import re

_UNITS = (
    r"(?:s(?:e(?:c(?:ond(?:e[ns]?|i|s)?|s)?|k(?:und(?:e[nr]?|y)?)?|g(?:undos?)?))?\b\.?"
    r"|min(?:ut(?:e[ns]?|os?|i)|s)?\b\.?|[\"″'′])"
)
_TIME = (
    r"(?:\d*:\d\d|\d+\s*(?:m(?:in)?|['′])\s*\d+\s*(?:s\b|[\"″])?"
    rf"|(?:\d+\s*(?:[-–]|to)\s*)?\d+(?:\.\d+)?[\s-]*{_UNITS}|(?:[12]?\d|30)(?:\.\d+)?m\b)"
)
_COUNT = r"(?:\d+(?:\s*[-–—]\s*\d+|\s+to\s+\d+|\+)?)"
_RUNG = r"[1-9]\d{0,2}"
_LADDER = (
    rf"(?:{_RUNG}(?:(?:\s*[-–]\s*{_RUNG}){{2,19}}|(?:\s*/\s*{_RUNG}){{2,19}}"
    rf"|(?:\s*,\s*{_RUNG}){{2,19}}))"
)
"""Repetitions that differ by set: `12/10/8`."""
_COUNTS = rf"(?:{_LADDER}|{_COUNT})"
_LIMB = r"(?:side|leg|arm|foot|hand|knee|hip|ankle|shoulder|heel)"
_SIDES = (
    rf"(?:(?:on|for|with|to)\s+)?(?:each|per|every|ea\.?)\s+{_LIMB}|(?:on\s+)?both\s+{_LIMB}s"
    rf"|a\s+side"
    rf"|both\s+feet|(?<=/)\s*(?:ea\.?\s*)?(?:{_LIMB}|seite|bein|arm|lado|pierna|côté|jambe)"
    r"|(?:(?<=\d\s)|(?<=\ds\s)|(?<=(?:sec|ecs|min|eps|ths)\s)|(?<=[\"″]\s))(?:each|ea\b\.?)"
    r"|links?\s*(?:[+/&]|und)\s*rechts?|rechts?\s*(?:[+/&]|und)\s*links?|izq\w*\.?\s*(?:/"
    r"|y)\s*der\w*\.?"
    r"|der\w*\.?\s*(?:/|e)\s*izq\w*\.?|gauche\s*(?:/|et)\s*droite|droite\s*(?:/|et)\s*gauche"
    r"|[lr]\s?[+/&]\s?[lr]|re\.?\s*/\s*li\.?|li\.?\s*/\s*re\.?|b/l|bilat(?:eral(?:ly)?)?\.?"
    r"|r(?:ight)?\s+then\s+l(?:eft)?"
    r"|l(?:eft)?\s+then\s+r(?:ight)?|unilateral(?:ly)?"
    r"|(?:auf\s+|mit\s+)?(?:je|pro|jede[mrs]?)\s+(?:seite|bein|arm|fuß|hand)|(?:je\s+)?beidseitig"
    r"|(?:a\s+|de\s+|por\s+|con\s+)?cada\s+(?:lado|pierna|brazo|pie)|por\s+(?:lado|pierna|brazo"
    r"|pie)"
    r"|per\s+(?:lato|gamba|braccio)|(?:na|każd[ąa])\s+stron[ęa]|per\s+(?:kant|been|zijde)"
    r"|(?:de\s+|avec\s+)?chaque\s+(?:côté|jambe|bras|pied)|par\s+(?:côté|jambe|bras|pied)"
)
_OFTEN = (
    r"(?:once|twice|three\s+times|\d(?:\s*[-–]\s*\d)?\s*(?:sets?|series|séries|sätze)"
    r"|\d(?:\s*[-–]\s*\d)?\s*(?:x|times|mal|veces|fois)"
    r"|(?:zwei|drei)mal)"
)
_LATIN = r"(?-i:[BTQ]I?D|[TQ]DS)"
"""How often a day, as prescriptions have it: twice (BD, BID) to four times (QID)."""
_REPS = (
    r"(?:reps?|repetitions?|times|steps|schritte|pasos|circles|taps|wiederholung(?:en)?|wdh|mal"
    r"|veces|fois"
    r"|stück|mouvements|bewegungen|movimientos|movements|rounds?|runden|rondas?|tours?|cycles?"
    r"|stands|lifts|pulses|hops"
    r"|repetici(?:ón|ones)|répétitions?|ripetizioni|repetições|herhalingen|powtórze(?:ń|nia)"
    r"|repetitioner|opakování)"
)
_SETS = r"(?:sets?|serien|sätze?|saetze|series?|séries?|serii)"
_OF = r"(?:of|à|a|de|(?:mit\s+)?(?:je|jeweils)|mit|von|da|van|po|[x×*])"
_MOST = (
    r"(?:as\s+many\s+(?:reps\s+)?as\s+(?:possible|you\s+can)|(?:to|until|till)\s+(?:failure"
    r"|fatigue)"
    r"|amrap|m[aá]x(?:imum|imal|imo)?(?:\s+reps)?|(?:al|hasta\s+el)\s+fallo"
    r"|bis\s+zum\s+(?:muskel)?versagen"
    r"|so\s+viele\s+wie\s+möglich|tantas\s+como\s+(?:puedas|sea\s+posible)"
    r"|(?:jusqu['’])?à\s+l['’]échec|autant\s+que\s+possible)"
)
_LOAD = (
    r"(?:(?:@|at)\s*)?\d+(?:\.\d+)?(?:\s*-\s*\d+(?:\.\d+)?)?\s*(?:watts?|bpm|km/h|kph|mph|spm"
    r"|rpm)\b"
    r"|\d+(?:\s*-\s*\d+)?\s*#|rx\s+\d+\s*/\s*\d+|(?:@\s*)?(?:rpe"
    r"|rir)\s*:?\s*\d+(?:\.\d)?(?:\s*[-–]\s*\d+)?(?:\s*/\s*10)?"
    r"|[1-4]\s+rir"
    r"|(?:(?:@|at|with|w/|mit|con|avec)\s*)?(?:\d+\s*[x×]\s*)?\d+(?:[.,]\d+)?"
    r"(?:\s*[-–/]\s*\d+(?:[.,]\d+)?)?\s*(?:kgs?|kilos?|lbs?|pounds?)\b\.?(?:\s*(?:dumbbells?|kb"
    r"|db)\b)?"
    r"|(?:(?:@|at)\s*)?\d+(?:\s*[-–]\s*\d+)?\s*%(?:\s*(?:of\s+)?(?:1\s*rm|max|bw)\b)?"
)
"""How heavy, or how hard: a session says neither, so it is kept for the reader."""
_AT_TOP = (
    r"\s+(?:(?:(?:pause|hold|squeeze)\s+)?(?:at|@)\s+(?:the\s+)?(?:top|bottom|end)|arriba|abajo"
    r"|oben"
    r"|unten"
    r"|en\s+(?:haut|bas))"
)
_HOLD = (
    r"(?:(?:squeeze\s+and\s+)?hold(?:ing)?|manteniendo|en\s+tenant|maintenant|(?:man|sos)tener"
    r"|mant[ée]n|aguant(?:ar|a|e)|(?:main)?ten(?:ir"
    r"|ez|ere)"
    r"|mantenere|halten)"
)
_TIGHTEN = (
    r"(?:contract|squeeze|tighten|press|push|lift|contra(?:er|e|iga)|apretar?|aprieta"
    r"|anspannen|drücken|contracte[rz]?|serre[rz]?|pousse[rz]?)"
)
_RESTS = (
    r"(?:rest(?:ing)?|pausen?|descans(?:o|ar|ando|e|a)|repos(?:er)?|r[ée]cup(?:[ée]ration|ero)?"
    r"|riposo|pausa"
    r"|przerwa|rust"
)
_TOKENS = {
    "rest_after": rf"(?:then(?:\s+rest)?|rest\s+after)\s+({_TIME}|\d+)",
    "rest": rf"{_RESTS}|(?<=[,;.]\s)(?:relax|release|relajar?|soltar|suelt[ae]|lösen|entspannen"
    rf"|relâche[rz]?))\s*:?\s+(?:(?:for|de)\s+)?({_TIME}|\d+)"
    r"(?:\s+(?:in\s+)?(?:between|entre|zwischen)(?:\s+(?:den\s+|las\s+|los\s+|les\s+|each\s+"
    r"|the\s+|chaque\s+|cada\s+|jeder\s+|jedem\s+)?[^\W\d]+)?)?",
    "rest_behind": rf"(?:(?:with|dazwischen|con|avec|mit)\s+)?(?:an?\s+)?({_TIME})\s+"
    rf"(?:(?:of|de)\s+)?(?:(?:set|full|complete|total)\s+)?{_RESTS}|break|off|relax(?:ed|ing)?"
    rf"|release|lösen|entspannen|locker\w*"
    rf"|relajar|soltar"
    r"|relâcher)"
    r"(?:\s+(?:in\s+)?(?:between|entre|zwischen)(?:\s+(?:den\s+|las\s+|los\s+|les\s+|each\s+"
    r"|the\s+|chaque\s+|cada\s+|jeder\s+|jedem\s+)?[^\W\d]+)?)?",
    "often": rf"(?:[x×]\s*(?=\d(?:\s*-\s*\d)?\s*times\s))?({_OFTEN}\s+(?:(?:a|per|each"
    r"|every)\s+(?:day|week)|daily|täglich|am\s+tag|pro\s+tag"
    r"|al\s+día|par\s+jour|por\s+día)|(?:x\s*)?\d\s*x?\s*/\s*(?:d|day|wk|week|tag|día|jour)"
    rf"|\d\s*x\s*tgl\.?|{_LATIN}|daily|mehrmals\s+täglich|several\s+times\s+a\s+day"
    rf"|varias\s+veces\s+al\s+día|plusieurs\s+fois\s+par\s+jour|\d\s*x\s*(?:a\s+)?day|täglich"
    rf"|every\s+(?:hour|\d(?:-\d)?\s+hours?|(?:other|second"
    rf"|2nd|third|3rd)\s+day|day)"
    r"|\d\s*days?\s*(?:/|a|per)\s*week|jeden\s+(?:zweiten|2\.)\s+tag|cada\s+(?:dos|2)\s+días"
    r"|(?:un\s+jour\s+sur\s+deux|tous\s+les\s+(?:deux|2)\s+jours)|jeden\s+tag|cada\s+día"
    r"|chaque\s+jour"
    r"|(?:(?:in|en|dans)\s+)?(?:each|both|per|cada|ambas|jede|beide|chaque"
    r"|les\s+deux)\s+(?:direction|way"
    r"|direcci(?:ón|one)|richtung|sens)(?:s|en)?)",
    "alternate": rf"(?:(?:{_SIDES})\s*,?\s*)?(?:alternating|alternate)(?:\s+sides)?",
    "each": _SIDES,
    "load": rf"((?:(?<=[,;(]\s)(?:[^\W\d]+\s+){{0,4}}(?:to|at|around|by)\s+)?(?:{_LOAD})"
    rf"|(?:the\s+)?last\s+set\s+(?:to\s+failure|amrap|max\w*)"
    rf"|letzter\s+satz\s+\w[\w\s]*"
    r"|última\s+serie\s+al\s+fallo|dernière\s+série\s+à\s+l['’]échec)",
    "again": r"(?:then\s+)?repeat",
    "right_left": rf"({_TIME})\s*\(?r(?:ight)?\)?\s*[,;/&+]?\s*\1\s*\(?l(?:eft)?\)?",
    "only": rf"(?<=[\d\"s]\s)((?-i:[LR]))|(?:on\s+)?(?:the\s+)?(left|right"
    rf"|(?-i:[LR]))(?:\s+{_LIMB})?\s+only",
    "every": rf"every\s+({_TIME}|\d+)",
    "for": rf"(?:(?:repeat|continue|keep\s+going)\s+)?(?<!hold )for\s+({_TIME}|\d+)",
    "tempo": r"(?:@|tempo)\s*([\dxX](?:[-/]?[\dxX]){2,3}|\d[-/]\d)",
    "on_off": r"(?:(\d{1,2})\s*[x×]\s*)?([2-9]\d|\d{1,3}(?=\s*s))\s*(?:s(?:ec)?\b)?\s*(?:on|work"
    r"|hang)?\s*/\s*"
    r"(\d*[05]|\d{1,3}(?=\s*s))\s*(?:s(?:ec)?\b)?\s*(?:off|rest)?(?:\s*[x×]\s*(\d{1,2}))?",
    "a_side": r"(\d{1,2})\s*/\s*\1",
    "turned": rf"({_COUNT})\s*{_REPS}\.?\s*[x×*]\s*(\d+)(?:\s*{_SETS})?",
    "turned_held": rf"({_COUNT})\s*{_REPS}\s*,?\s*(?:with|w/|mit|con|avec)\s+(?:an?\s+)?({_TIME})"
    r"\s*holds?\s*[x×*]\s*(\d+)",
    "of": rf"(\d+)(\s*(?:[-–]|to)\s*\d+)?\s*(?:{_SETS}\s*{_OF}?|[x×*])\s*"
    rf"({_COUNTS}|{_MOST}|failure|f)(?:\s*{_REPS})?",
    "times": r"((?:\d{1,3}\s*(?:s(?:ec)?|min"
    r"|[\"'])?\s*[-–/]\s*){2,19}\d{1,3}\s*(?:s(?:e[ck]\w*)?\b|min\w*\b|[\"″]))"
    r"(?:\s*holds?)?",
    "ladder": rf"({_LADDER})(?:\s*{_REPS})?\s*[x×*]\s*({_TIME})(?:\s*holds?)?",
    "holds": rf"(\d+)(?:\s*(?:{_SETS}\s*{_OF}?|reps?\s*(?:of|[x×*])|[x×*])"
    rf"|[\s-]*(?:mal|fois|veces|times))\s*(?!(?:[6-9]|[1-3]\d)m\b)({_TIME})(?:\s*(?:holds?|work"
    rf"|halten))?",
    "most_times": rf"{_MOST}\s*[x×]\s*(\d+)(?:\s*{_SETS})?",
    "most": rf"(?:(?:[x×]|for)\s*)?{_MOST}",
    "sets": rf"(?:(?:[x×*]|for|in)\s*)?(\d+)(\s*(?:[-–]|to)\s*\d+)?\s*{_SETS}",
    "hold": rf"(?:(?:{_HOLD}\s*:?|(?<=[,:;.]\s){_TIGHTEN})\s+(?:(?:for|durante"
    rf"|pendant)\s+)?(?:up\s+to\s+)?"
    rf"|(?:with|w/)\s+(?:an?\s+)?)?({_TIME})(?:{_AT_TOP}|\s+(?:holds?|work|on|halten))?",
    "breaths": r"(?:hold\s+)?(?:for\s+)?(?:[x×]\s*)?(\d{1,3})\s*(?:(?:slow|deep|long|full)\s+)?"
    r"(?:breaths?|atemzüge[n]?|respiraciones|respirations)",
    "reps": r"(?:(?:(?:repeat|do|perform|complete|répéte[rz]|repetir|repit[ae]"
    r"|wiederholen(?:\s+sie)?)"
    r"(?:\s+(?:this|these|it|them|each))?|[x×*])\s*:?\s*)?"
    rf"(?:up\s+to\s+|bis\s+zu\s+|hasta\s+)?({_COUNTS})(?:\s+(?:slow|quick|fast"
    rf"|controlled)(?=\s+rep))?"
    rf"(?:\s*(?:{_REPS}|[x×]))?(?:\s+wiederholen)?",
}
ENDS = {
    kind: re.compile(rf"(?:^|(?<=[\s,;:(/\"″])|(?<=\ds)(?=x))(?:{said})[\s,.;)]*$", re.IGNORECASE)
    for kind, said in _TOKENS.items()
}
SURE = re.compile(
    rf"(?<=[\s,;:(])(?:\d{{1,3}}\s*(?:{_SETS}\s*{_OF}|[x×])\s*(?:{_TIME}(?:\s+holds?\b)?"
    rf"|{_COUNTS}(?:\s*{_REPS})?)"
    rf"|{_TIME}\s*[x×]\s*\d{{1,2}}\b)"
    r"(?!\s*(?:m|mtr|km|k|yd|yards|miles?|met(?:er|re)s?)\b)(?!\w)(?![:.]\d)",
    re.IGNORECASE,
)
"""A dose wherever it stands: behind it may be what no session can do, `3x12 40kg`."""
SURE_ONE = re.compile(
    rf"(?<=[\s,;:(])(?:{_TIME}|(?<![-–/\d])\d{{1,3}}\s*{_REPS}\b|[x×]\s*\d{{1,3}}\b)(?=\s*[,;(–]"
    rf"|\s+-\s)",
    re.IGNORECASE,
)
"""A time or a count that ends before a comma: `Bike 15 min, light`."""
