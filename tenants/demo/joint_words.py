"""What stands in made-up mappings, plans, notes and agendas: short and neutral, about nobody."""

OWN_WORDS = (
    "Jag vill komma i gång igen, i min egen takt.",
    "Jag vill ha ett arbete som jag orkar med.",
    "Jag behöver någon som håller ihop alla kontakter.",
    "Jag vill pröva om jag klarar att studera.",
    "Jag vill ha rutiner och något att gå till.",
    "Jag vill förstå vad som gäller för min ersättning.",
    "Jag vill tillbaka till ett yrke jag kan.",
    "Jag vill våga mer och träffa folk.",
)
AREA_WORDS: dict[str, tuple[str, ...]] = {
    "everyday_life": ("Dygnet har blivit bättre.", "Svårt att komma upp på morgonen.", ""),
    "home": ("Bor bra.", "Bor hos en släkting just nu.", ""),
    "family_and_friends": ("Har stöd av en syster.", "Träffar få.", ""),
    "wellbeing": ("Det går upp och ner.", "Bättre än i våras.", ""),
    "economy": ("Vill ha hjälp med en budget.", "Går ihop.", ""),
    "work_and_studies": ("Har arbetat i butik.", "Vill läsa klart gymnasiet.", ""),
    "contacts_with_authorities": ("Många olika handläggare.", "Vet vem jag ska ringa.", ""),
    "future": ("Vill ha ett arbete på halvtid.", "Vet inte än.", ""),
}
OWN_WORDS_HEADING = {"sv": "Med personens egna ord", "en": "In the person's own words"}
AREA_HEADINGS = {
    "everyday_life": {"sv": "Vardag", "en": "Everyday life"},
    "home": {"sv": "Hem och boende", "en": "Home"},
    "family_and_friends": {"sv": "Familj och vänner", "en": "Family and friends"},
    "wellbeing": {"sv": "Hur jag mår", "en": "How I feel"},
    "economy": {"sv": "Ekonomi", "en": "Economy"},
    "work_and_studies": {"sv": "Arbete och studier", "en": "Work and studies"},
    "contacts_with_authorities": {"sv": "Kontakter med myndigheter", "en": "Contacts with authorities"},
    "future": {"sv": "Framtiden", "en": "The future"},
}
GOALS = (
    "Arbeta halvtid inom ett år",
    "Prova två arbetsplatser",
    "Läsa en kurs på Komvux",
    "Ha en vardag med fasta tider",
    "Klara ekonomin från månad till månad",
    "Veta vilket yrke som passar mig",
)
OWN_ACTIONS = (
    "Går till samtalen varje vecka",
    "Skriver ner frågor till nästa möte",
    "Ringer vårdcentralen",
    "Kommer till hälsogruppen på torsdagar",
)
AUTHORITY_ACTIONS = (
    "Bokar ett möte om arbetsträning",
    "Utreder rätten till ersättning under insatsen",
    "Söker en plats hos en arbetsgivare",
    "Tar fram underlag för studier",
    "Följer med till första mötet",
)
NOTES = (
    "Ringde om nästa tid. Vill ha påminnelse dagen före.",
    "Möte på plats. Går enligt planeringen.",
    "Lämnade återbud, ny tid bokad.",
    "Vill byta dag till onsdagar.",
    "Första besöket på arbetsplatsen gick bra.",
)
QUESTIONS = (
    "Är det rätt tid att börja?",
    "Vem håller i kontakten med arbetsgivaren?",
    "Hur samordnas ersättningen under insatsen?",
    "Vilket stöd behövs utöver insatsen?",
    "Är planen fortfarande rätt?",
)
OUTCOME_LINES = (
    "Överens om nästa steg.",
    "Kompletteras till nästa gång.",
    "Alla tar sin del, uppföljning bokad.",
    "Personen var med och valde ordningen.",
)
PLACES = ("Samlingssalen", "Stora mötesrummet", "Videomöte", "Hos kommunen")
