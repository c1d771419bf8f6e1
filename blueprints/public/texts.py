"""Sentences that stand beside facts on the public pages, in words for the person they are about."""

from core.context import language
from core.i18n import _l, format_number

FOUR_PARTIES = (
    (_l("The Swedish Public Employment Service"), _l("knows the labour market and what support an employer can get.")),
    (_l("The Swedish Social Insurance Agency"), _l("knows what applies to your compensation, also when you try something new.")),
    (_l("The municipality"), _l("has social services, adult education and labour market support close to you.")),
    (_l("Region Stockholm"), _l("has health care and rehabilitation, so that health and work go together.")),
)

_WORDS = {
    "sv": "två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo "
    "tjugoen tjugotvå tjugotre tjugofyra tjugofem tjugosex",
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty twenty-one twenty-two twenty-three twenty-four twenty-five twenty-six",
}


def in_words(number: int) -> str:
    """tjugoen, twenty-one: in a heading a word reads better. From two to all of the county's municipalities, else figures."""
    words = _WORDS[language()].split()
    return words[number - 2] if 2 <= number < len(words) + 2 else format_number(number)
