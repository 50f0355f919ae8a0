"""Instructions in the languages that the shipped routines lack."""

SAMPLES = {
    "it": "Sdraiati sulla schiena con le ginocchia piegate. Solleva il bacino lentamente e tieni "
    "la posizione, poi torna giù senza fretta. Respira con calma.",
    "pt": "Deite-se de costas com os joelhos dobrados. Levante o quadril devagar e mantenha a "
    "posição, depois desça sem pressa. Respire com calma.",
    "nl": "Ga op je rug liggen met gebogen knieën. Til je heupen langzaam op en houd dit vast, "
    "laat ze daarna rustig zakken. Adem rustig door.",
    "pl": "Połóż się na plecach z ugiętymi kolanami. Powoli unieś biodra i przytrzymaj, a potem "
    "spokojnie opuść. Oddychaj spokojnie.",
    "tr": "Dizlerini bükerek sırtüstü yat. Kalçanı yavaşça kaldır ve bekle, sonra acele etmeden "
    "indir. Sakin sakin nefes al.",
    "hi": "पीठ के बल लेट जाएँ और घुटने मोड़ें। धीरे से कूल्हे उठाएँ और रुकें, फिर आराम से नीचे लाएँ।",
    "ja": "あおむけに ねて、ひざを まげます。ゆっくり こしを あげて、しずかに おろします。",
    "zh": "仰卧，双膝弯曲。慢慢抬起臀部并保持，然后慢慢放下。保持平静的呼吸，不要着急。",
}
