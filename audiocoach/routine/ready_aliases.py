"""Other names of ready exercises, as pages of clinics and trainers have them; data alone."""

from __future__ import annotations

from collections.abc import Mapping

ALIASES: Mapping[str, tuple[str, ...]] = {
    "band-rotation": ("band-external-rotation", "external-rotation-with-band"),
    "band-row": ("banded-row", "resistance-band-row"),
    "bent-over-row": ("rudern-vorgebeugt",),
    "breathing-4-7-8": ("4-7-8-breathing", "4-7-8-atmung"),
    "bird-dog": ("birddog",),
    "bridge": (
        *("glute-bridge", "hip-bridge", "bridging", "beckenheben", "beckenlift", "schulterbrücke"),
        *("puente-de-glúteos", "pont-fessier"),
    ),
    "brisk-walk": ("brisk-walking",),
    "calf-raise": (
        *("heel-raise", "standing-calf-raise", "wadenheben", "fersenheben"),
        *("elevación-de-talones", "extensions-des-mollets"),
    ),
    "calf-stretch": (
        *("standing-calf-stretch", "gastroc-stretch", "wadendehnung", "dehnung-wade"),
        *("estiramiento-de-gemelos", "étirement-des-mollets"),
    ),
    "cat-and-cow": (
        *("cat-cow", "cat-camel", "katze-kuh", "gato-vaca", "gato-camello"),
        *("camello-gato", "chat-vache", "chat-chameau"),
    ),
    "chest-stretch": ("pec-stretch", "pectoral-stretch", "estiramiento-del-pectoral"),
    "childs-pose": ("stellung-des-kindes", "haltung-des-kindes"),
    "chin-tuck": ("neck-retraction", "cervical-retraction"),
    "clamshell": ("clam", "clam-shell"),
    "cross-body-stretch": ("cross-body-shoulder-stretch", "cross-body-arm-stretch"),
    "figure-four": ("figure-four-stretch", "figure-4-stretch", "figure-4"),
    "half-squat": ("mini-squat", "minikniebeuge"),
    "hamstring-curl": ("standing-hamstring-curl",),
    "hamstring-stretch": (
        *("oberschenkelrückseite-dehnen", "dehnung-oberschenkelrückseite"),
        *("estiramiento-de-isquiotibiales", "étirement-des-ischio-jambiers"),
    ),
    "heel-drop": (
        *("eccentric-heel-drop", "heel-drop-straight-knee", "eccentric-heel-drop,-knee-straight"),
    ),
    "heel-drop-bent-knee": ("eccentric-heel-drop,-knee-bent",),
    "heel-to-toe-stand": ("tandem-stance", "tandem-stand"),
    "hip-flexor-stretch": ("kneeling-hip-flexor-stretch", "hüftbeugerdehnung"),
    "inner-thigh-stretch": ("adductor-stretch", "adduktorendehnung"),
    "jumping-jack": ("star-jump", "hampelmänner"),
    "knee-extension": ("seated-knee-extension", "long-arc-quad"),
    "knee-rolls": ("lumbar-rotation", "lower-trunk-rotation"),
    "knee-to-chest": (
        *("knee-hug", "single-knee-to-chest", "étirement-du-genou-à-la-poitrine"),
        "genou-à-la-poitrine",
    ),
    "lunge": ("forward-lunge", "ausfallschritte", "estocada"),
    "march": ("marching", "marching-in-place", "marching-on-the-spot"),
    "mcgill-curl-up": ("curl-up", "modified-curl-up"),
    "neck-turn": ("neck-rotation", "cervical-rotation"),
    "one-leg-stand": (
        *("single-leg-stance", "single-leg-stand", "single-leg-balance", "sls"),
        "balance-on-one-leg",
    ),
    "opposite-arm-and-leg": ("opposite-arm-and-leg-raise", "arm-and-leg"),
    "partial-crunch": ("crunch",),
    "pelvic-floor-long": ("pelvic-floor", "kegel"),
    "pelvic-tilt": ("posterior-pelvic-tilt", "beckenkippen"),
    "pendulum": ("pendulum-swing", "codmans-pendulum", "codman-pendulum"),
    "plank": (
        *("front-plank", "forearm-plank", "elbow-plank", "plancha-abdominal"),
        *("gainage", "gainage-ventral", "gainage-planche"),
    ),
    "press-up-extension": ("cobra", "prone-press-up"),
    "push-up": ("press-up", "pushup", "flexiones", "flexiones-de-brazos", "lagartija", "pompe"),
    "run": ("running", "rennen"),
    "scapular-squeeze": ("shoulder-blade-squeeze", "scapular-retraction"),
    "shoulder-rolls": ("schulterkreisen",),
    "side-hip": ("standing-hip-abduction",),
    "side-leg-raise": (
        *("side-lying-leg-raise", "side-lying-leg-lift", "side-lying-hip-abduction"),
    ),
    "sideways-walk": ("sideways-walking",),
    "sit-to-stand": ("chair-stand",),
    "squat": ("air-squat", "bodyweight-squat", "body-weight-squat"),
    "straight-leg-raise": ("slr",),
    "tandem-walk": ("heel-to-toe-walking",),
    "thigh-squeeze": ("quad-set", "static-quad", "quadriceps-set"),
    "thigh-stretch": (
        *("quad-stretch", "quadriceps-stretch", "standing-quad-stretch", "quadrizepsdehnung"),
        *("estiramiento-de-cuádriceps", "étirement-du-quadriceps", "étirement-des-quadriceps"),
    ),
    "triceps-dip": ("tricep-dip", "fondos-en-silla"),
    "walk": ("walking",),
    "wall-push-up": ("wall-press-up", "wandliegestütz", "flexiones-en-la-pared"),
    "wall-sit": ("wall-squat", "wandsitzen", "chaise-au-mur"),
}
"""Other names by the exercise that they mean, in the form of ids, the singular where it has one."""

OF_SEVERAL: Mapping[str, tuple[str, ...]] = {
    "aufsteigen": ("step-up", "chair-step-up"),
    "elevación-lateral": ("side-leg-raise",),
    "flexion": ("push-up",),
    "flexión": ("push-up",),
    "pierna-al-lado": ("side-hip", "side-leg-raise"),
}
"""Names of which each may be one of these, or another exercise still: none is meant by it."""
