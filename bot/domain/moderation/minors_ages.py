"""Ages below 18 in a sentence, as people write them in seven languages. Pure.

Whether somebody is that old, or a whisky, the words beside it say.
"""

from __future__ import annotations

import re

_N = r"(?<!\d)(?<!\d[.,:/])(?:0?[0-9]|1[0-7])"
_EN = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven)teen"
)
_DE = (
    "ein|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf|(?:drei|vier|funf|sech|sieb)zehn"
)
_ES = (
    "un|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciseis"
    "|diecisiete"
)
_FR = (
    "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept"
)
_PT = (
    "um|dois|tres|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|treze|quatorze|catorze|quinze"
    "|dezesseis|dezasseis|dezessete|dezassete"
)
_TEEN = "eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven)teen"
_ORDINAL = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
_WHO = (
    "girls?|boys?|daughter|son|student|teen|she|he|female|male|sister|brother|filles?|garcons?"
    "|madchen|junge|chicas?|chicos?|meninas?|meninos?|ninas?|ninos?|garotas?|garotos?"
)
_NOT_LONG = (
    r"(?!\s*(?:d'|de )?(?:experi|mariage|matrimon|casa|carri|carre|garant|aniv|anniv|atras|despues"
    r"|depois|plus tard|mas tarde|antes|servi|histoi|amitie|amist|amiz))"
)

_SOMEBODY = re.compile(
    rf"(?:{_N}|\b(?:{_TEEN}))[\s-]*(?:yo|y/o|y\.?\s?o\.?|yos|yr|yrs|y\.?/?\s?old)(?![a-z])"
    rf"|(?:{_N}|\b(?:{_EN}))[\s-]*(?:and a half[\s-]*)?"
    r"(?:years?|yrs?|months?|weeks?|days?)[\s-]*olds?\b"
    r"|(?<!middle )(?<!middle-)\b(?:aged?|ages|age of|turning|looks?(?: like)?|seems"
    r"|appears?(?: to be)?)"
    rf"\s*[:=]?\s*(?:about |around |only |just )?(?:a )?(?:{_N}|(?:{_TEEN})\b)"
    r"(?!\d|[.,]\d|\s*(?:%|x\b|k\b|years? of|centur|feet|meters|inch))"
    r"|\b(?:under|below|younger than|not yet|less than|barely|under the age of)[\s-]*"
    rf"(?:1[0-8]|[5-9]|(?:{_TEEN}|eighteen)\b)"
    r"(?![\d.,]\d|\d|\s*(?:%|min|sec|hour|day|week|month|dollar|euro|km|kg|feet"
    r"|meters|inch|m\b|k\b|usd))"
    rf"|\b\d?(?:{_WHO})\s*[,(:]\s*(?:age[d]?\s*)?(?:[3-9]|1[0-7])"
    r"\s*(?:years?|jahre?|ans|anos)?\s*(?=[),.;]|$)"
    rf"|\b\d?(?:{_WHO})\s*[,(:]\s*(?:{_TEEN})\s*(?=[),.;]|$)"
    rf"|\b(?:she|he|who|girl|boy)(?:'s|’s|s| is| was) (?:only |just |about |still )?"
    rf"(?:[3-9]|1[0-7]|(?:{_TEEN})\b)(?!\d|[.,:]\d|\s*(?:%|cm|feet|meters|inch|of\b|times))"
    rf"|\b(?:girl|boy|child|kid|age) of (?:about |around |some )?(?:{_N}|(?:{_EN})\b)(?!\d)"
    rf"|\b(?:about|around|approx\.?|approximately|roughly|circa|only|just) {_N}\s*(?:years?|yrs?)\b"
    r"(?!\s*(?:ago|of|later|experience))"
    r"|\b(?:chaval|chic|muchach|garot|moc|nen|nin|menin)[oa]s? de (?:[3-9]|1[0-7])\b(?!\s*(?:%|cm))"
    r"|(?<=[a-z]),\s*1[0-7]\s*(?=,|$)"
    rf"|\b(?:[1-9]|1[0-2])(?:st|nd|rd|th)[\s-]*grade(?:r|rs)?\b|\b(?:{_ORDINAL})[\s-]*grade(?:r|rs)?\b"
    r"|\bgrade\s*(?:[1-9]|1[0-2])\b(?!\s*(?:steel|titanium|bolt))|\bsweet sixteen\b"
    r"|(?<!ursa )(?<!asia )(?<!canis )(?<!leo )(?<!\b[b-g] )(?<!in a )(?<!key of a )(?<!la )"
    r"(?<!sharp )(?<!flat )\bminor(?=\s*(?:[,.;:)]|$|(?:in|with|on|is|being|wearing|having|and"
    r"|posing|who|under|nak\w*|nude|undress\w*|engag\w*|involv\w*|perform\w*|doing|expos\w*|without|shown|sex\w*"
    r"|depict\w*|showing|porn\w*|erotic\w*)\b))|\b(?:still|legally) (?:a )?minor\b"
    rf"|(?:{_N}|\b(?:{_DE}))[\s-]*ja(?:e)?hrig|(?:{_N}|\b(?:{_DE}))\s*jahre?n?\s*(?:jung|alt)"
    rf"|\bim alter von (?:{_N}|{_DE})\b|\bunter\s*1[0-8]\b"
    r"|\b(?:[1-9]|1[0-2])\.\s?klass|\b(?:[1-9]|1[0-2])[\s-]?klassler"
    r"|(?:erst|zweit|dritt|viert|funft|sechst|siebt|acht|neunt|zehnt)klassler"
    r"|\b[a-z]+(?:[dglnrst]es) kind\b(?! (?:of|and|woman|man|eyes|face|smile|people|words))"
    rf"|(?:{_N}|\b(?:{_ES}|{_PT}))\s*(?:anos|anitos|aninhos)\b{_NOT_LONG}"
    rf"|(?:{_N}|\b(?:{_FR}))\s*ans\b{_NOT_LONG}"
    r"|\b(?:menor|menores|moins|menos)\s*(?:de|que)\s*(?:18|dix-huit|dezoito|dieciocho)\b"
    rf"|(?:{_N})\s*(?:歳|才(?!能)|岁|歲|周岁|세|살)"
    r"|(?<![一二三四五六七八九十百千])(?:十[一二三四五六七]?|[一二三四五六七八九])(?:歳|岁|歲)"
    r"|(?:小学|中学|高校|初中|高中)[校部]?[1-6一二三四五六]年|[初高][一二三](?:女|男|学|的女|的男)"
    r"|小[1-6一二三四五六](?:の|女|男|的)|(?<![\d])(?:中|高)[1-3](?:の|女|男)"
)
"""In what is folded, accents aside."""

_WITH_TILDE = re.compile(r"\bniñ(?:[oa]|it[oa])s?\b")
"""Without it this is a name of women."""

_THINGS = re.compile(
    r"\b(?:whisk(?:e?y|ies|eys)|scotch|bourbon|malts?|wines?|rums?|cognacs?|brandy|ports?|sherry"
    r"|tequila|cheddar|cheeses?|cars?|trucks?|motorcycles?|houses?|home|building|castle|church"
    r"|bridge|trees?|oaks?|bonsai|vin|vino|vinho|ron|rhum|queso|queijo|fromage|uisque|wein|auto"
    r"|haus|baum|coche|carro|casa|arbol|arvore|maison|voiture|arbre|dogs?|cats?|horses?|perro|gato"
    r"|chien|chat|hund|katze|company|guitar|violin|piano|laptop|computer|phone|firma|software"
    r"|jacket|jeans|sofa|boat|ship)\b"
)
_PEOPLE = re.compile(
    r"\b(?:girls?|boys?|child|kids?|wom[ae]n|m[ae]n|lady|teen\w*|students?|daughter|son|she|he|person|female"
    r"|male|filles?|garcons?|enfants?|ninas?|ninos?|chicas?|chicos?|meninas?|meninos?|crianca|madchen|junge"
    r"|kind|sister|brother)\b"
)
_LASTING = re.compile(
    r"(?:\bhace|\bdurante|\bdesde(?: hace)?|\bdepuis|\bpendant|\bil y a|\bha|\bpor|\bapres|\bdans"
    r"|\btras|\bfaz|\baux moins de|\bates?|\bvor|\bseit)\s*"
    r"(?:los |les |os |plus de |mas de |mais de )?$"
)
_BREAK = re.compile(r"[,.;()!?]")
_SPACES = re.compile(r"\s{2,}")
"""Read as one: through many of them several parts of a pattern would look again and again."""
_BESIDE = 32
"""Characters before and behind an age in which it is said what is that old."""


def says_young_age(text: str, accented: str) -> bool:
    """Return whether an age below 18 stands in a folded text, that of somebody."""
    if _WITH_TILDE.search(accented):
        return True
    text = _SPACES.sub(" ", text)
    return any(_is_somebodys(text, match) for match in _SOMEBODY.finditer(text))


def _is_somebodys(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - _BESIDE) : match.start()]
    behind = _BREAK.split(text[match.end() : match.end() + _BESIDE], maxsplit=1)[0]
    if _LASTING.search(before):
        return False
    person, thing = _PEOPLE.search(behind), _THINGS.search(behind)
    if thing and (person is None or thing.start() < person.start()):
        return False
    # Behind a comma it may be the age of what was named before it.
    named = before if before.rstrip()[-1:] in {",", "("} else _BREAK.split(before)[-1]
    return bool(person or _PEOPLE.search(before) or not _THINGS.search(named))
