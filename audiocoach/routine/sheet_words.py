"""Words of sheets from clinics: labels, and how a line begins that says how something is done.

Data alone, in English, German, Spanish and French.
"""

from __future__ import annotations

import re

VERB = re.compile(
    r"(?:lie|sit|stand|place|bend|lift|raise|lower|keep|slowly|gently|hold|push|pull|press|squeeze"
    r"|tighten|turn|slide|put|move|bring|start|begin|lean|reach|straighten|cross|relax"
    r"|breathe|inhale|exhale|draw|tuck|tilt|clasp|grip|grasp|with|from|using|as|while|now|then|try"
    r"|make|let|kneel|position|point|rotate|extend|return|repeat|tip|loop|drop|get|look|take"
    r"|imagine|close|clench|spread|touch|lying|sitting|standing|in|on|your|the|feel|do|don['’]t"
    r"|lower|swap|step\s+\w+\s+(?:leg|foot)|continue|ensure|aim|count|build|always|march|walk|stay"
    r"|\w+en\s+sie|auf|mit|aus|im|in|den|die|das|der|beide|ein(?:e|en)?|dabei|danach|dann|langsam"
    r"|lege|stelle|setze|hebe|halte|spanne|drücke|ziehe|strecke|beuge|atme|rückenlage|aufrecht"
    r"|[^\W\d]+ez(?:[- ]vous)?|allongée?s?|debout|assise?s?|couchée?|à|sur|en|les?|la|avec"
    r"|de\s+pie|sentad[oa]|tumbad[oa]|acostad[oa]|boca|con|apoy\w+|coloque|coloca|lleve|lleva"
    r"|levant[ae]|eleve|eleva|túmb\w+|tumb\w+|acu[ée]st\w+|siént\w+|manten\w+|mantén|gire|gira"
    r"|incline"
    r"|inclina|estire|estira|flexione|flexiona|apriete|aprieta|repita|repite|baje|baja|suba|sube"
    r"|empuje|empuja|retenga|inspire|espire|exhale|mire|meta|cruce|ruede|camine|tire|vuelva|vuelve"
    r"|lentamente|realice|relaj\w+|respire|separe|separa|contraiga"
    r"|póng\w+)\b",
    re.IGNORECASE,
)
"""How a line begins that says how something is done."""

DOSE_LABELS = {
    "reps": r"reps?|repetitions?|how many(?: times)?|wiederholungen|wdh\.?|anzahl|repeticiones"
    "|répétitions?",
    "sets": r"sets?|serien|sätze|durchgänge|series|séries?",
    "hold": r"hold(?: time)?|halten|haltezeit|haltedauer|mantener|tenir|maintien",
    "rest": r"rest|pausen?|descanso|repos|récupération",
    "often": r"(?:days|times|sessions) (?:per|a) (?:week|day)|tage pro woche|(?:veces"
    r"|días) (?:al día|por semana|a la semana)|fois par (?:jour|semaine)",
    "dose": r"dos(?:e|age|is|ierung)|frequency|how often|duration|umfang|häufigkeit|dauer"
    "|dosificación"
    r"|frecuencia|duración|tiempo|fréquence|durée|dosage|posologie|time|repeat|wiederholen"
    r"|prescription",
}
_WORD_LABELS = (
    r"aste|ausgangs(?:stellung|position)|start(?:stellung|position)|starting position"
    r"|start position|start|position"
    r"|ausführung|durchführung|(?:so geht['’]?s)|execution|movement|action|how to(?: do it)?|how"
    r"|instructions?"
    r"|method|technique|exercise|übung|ejecución|ejercicio|posición(?: inicial| de partida)?"
    r"|realización|movimiento"
    r"|exécution|réalisation|position de départ|départ|mouvement|consignes?|exercice|bewegung"
    r"|anleitung|what to do"
)
_NOTE_LABELS = (
    r"aims?|purpose|goal|tips?|notes?|hinweise?|ziel|tipp|wichtig|progressions?|to progress"
    r"|objetivo|consejos?|nota"
    r"|objectif|but|conseils?|remarque|steigerung|equipment|you need|material|matériel|variation"
    r"|variante|easier"
    r"|harder|make it (?:easier|harder)|achtung|beachten?|regression|effekt|zweck|muscles?|target"
    r"|benefits?|precaución"
    r"|attention|progresión|level (?:up|down)|caution|warning|important"
)
ANY_LABEL = re.compile(
    r"\**(?:"
    + "|".join(f"(?P<{kind}>{said})" for kind, said in DOSE_LABELS.items())
    + rf"|(?P<words>{_WORD_LABELS})|(?P<note>{_NOTE_LABELS}))\**\s*:\**\s+(?P<said>\S.*)",
    re.IGNORECASE,
)
"""A line with a label, and what kind of thing it says."""
ROUNDS = re.compile(
    r"^\d{1,2}\s*[x×]$|\b(?:rounds?|runden|rondas|vueltas|tours|circuit|zirkel|circuito)\b",
    re.IGNORECASE,
)
"""What is said of rounds, which are no dose of one exercise."""
