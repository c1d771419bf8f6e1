"""Names nobody bears: real given names beside invented family names, with å, ä, ö, é, hyphens and two-part names among them."""

import random

# fmt: off
WOMEN = (
    "Aisha", "Alma", "Amina", "Anahita", "Anna-Karin", "Asel", "Astrid", "Birgitta", "Blessing", "Britt-Marie",
    "Camilla", "Dilan", "Ebba", "Eda", "Elin", "Elżbieta", "Emine", "Ester", "Fadumo", "Fatima", "Frida",
    "Gulnara", "Hanna", "Hawa", "Helén", "Hiba", "Ida", "Ines", "Ingrid", "Iryna", "Jasmin", "Johanna", "Josefin",
    "Karolina", "Khadija", "Kristina", "Laleh", "Leila", "Lena", "Lina", "Linnéa", "Ludmila", "Maja", "Malin",
    "Mariam", "Marlén", "Märta", "Meryem", "Mira", "Mona", "Nadia", "Nasrin", "Noor", "Olena", "Petra", "Rania",
    "Rosa", "Ruta", "Saga", "Samira", "Sara", "Selam", "Sigrid", "Siv", "Sofia", "Solveig", "Svetlana", "Tamara",
    "Thérèse", "Tove", "Ulla", "Viola", "Wilma", "Yasmin", "Ylva", "Zahra", "Zeynep", "Åsa", "Öznur",
)

MEN = (
    "Abdi", "Adam", "Ahmed", "Aleksander", "Ali", "Amir", "Anders", "Andrzej", "Anton", "Arvid", "Bengt-Åke",
    "Bilal", "Björn", "Bogdan", "Carl-Johan", "Daniel", "Dawit", "Edvin", "Elias", "Emil", "Erik", "Farid",
    "Filip", "Fredrik", "Gabriel", "Goran", "Gustav", "Göran", "Habib", "Hampus", "Hassan", "Henrik", "Håkan",
    "Ibrahim", "Idris", "Igor", "Isak", "Jamal", "Jan-Erik", "Jesper", "Joakim", "Jonas", "José", "Kaveh",
    "Kjell", "Klas", "Lars-Olof", "Leo", "Liam", "Ludvig", "Magnus", "Mahmoud", "Mats", "Mehmet", "Mikael",
    "Milan", "Mohamed", "Nabil", "Nils", "Nuri", "Olle", "Omar", "Oskar", "Osman", "Patrik", "Per-Arne", "Petar",
    "Pär", "Rasmus", "Reza", "Robin", "Samir", "Sami", "Simon", "Stig", "Sören", "Tariq", "Tesfay", "Torbjörn",
    "Viktor", "Yonas", "Yusuf", "Åke", "Örjan",
)

_FRONT = (
    "Dagg", "Dimm", "Eke", "Fjäll", "Flod", "Glim", "Gryning", "Hägg", "Hav", "Jord", "Klang", "Kornblå", "Kväll",
    "Lärk", "Ljung", "Lysing", "Måne", "Moln", "Mull", "Nypon", "Regn", "Rim", "Rönn", "Silver", "Skymning",
    "Slån", "Snö", "Sommar", "Stjärn", "Sträng", "Tall", "Töre", "Vass", "Vinter", "Åske", "Älve", "Äppel", "Ängs",
)
_BACK = (
    "blick", "brygga", "båge", "eld", "fors", "glänta", "hall", "hed", "holme", "klint", "kulle", "låga", "mark",
    "näs", "skog", "ström", "sund", "vidd", "vind", "våg", "åker", "äng", "ö",
)

_ELSEWHERE = (
    "Abdiwaran", "Adaneshi", "Al-Samarin", "Amirzadehi", "Araweelo", "Bahrampuri", "Balakovan", "Belyanenka",
    "Çelikdal", "Chimarozi", "Dabrowicka", "Danilovets", "El-Nourani", "Esfandaran", "Farahdun", "Ghebrezion",
    "Habtemaryan", "Hadžimirov", "Ikonnosen", "Jabbaruni", "Kabirvand", "Kalinovsko", "Karaçelan", "Khalidani",
    "Kowalinska", "Lemlemiye", "Mahdiyan", "Marinovets", "Mbekeludo", "Milosavlin", "Mohamudin", "Nazarbani",
    "Ndiayele", "Nowakowin", "Okelleva", "Osmanoglin", "Petrovanu", "Qasimari", "Rahmatyan", "Saidovara",
    "Sandovalo", "Shirvanei", "Tadessawi", "Tekleselam", "Tuominvaara", "Ubayduli", "Vasilkova", "Warsameed",
    "Yildizhan", "Zamaniyeh", "Živković-Ek", "Öztürkan",
)
# fmt: on

PHONES = [f"070-174 06 {n:02d}" for n in range(5, 100)]
"""The mobile numbers that Post- och telestyrelsen keeps free for books and films."""


def given_name(chance: random.Random, sex: str) -> str:
    """One of the usual names of people of this sex."""
    return chance.choice(WOMEN if sex == "woman" else MEN)


def family_name(chance: random.Random) -> str:
    """Three of five in the Swedish way, the others from elsewhere, some joined."""
    drawn = chance.random()
    if drawn < 0.58:
        return _compound(chance)
    if drawn < 0.95:
        return chance.choice(_ELSEWHERE)
    return f"{_compound(chance)}-{chance.choice(_ELSEWHERE)}"


def full_name(chance: random.Random) -> str:
    """Somebody on the staff, or a case officer elsewhere."""
    sex = "woman" if chance.random() < 0.7 else "man"
    return f"{given_name(chance, sex)} {family_name(chance)}"


def _compound(chance: random.Random) -> str:
    front, back = chance.choice(_FRONT), chance.choice(_BACK)
    return front + (back[1:] if front[-2:] == back[0] * 2 else back)
