"""Letters of other alphabets, and the letter of ours that each looks like. Pure data.

The single letters of Unicode's table of confusables (Unicode Technical Standard #39) that look like
a letter from a to z or like an o, as far as compatibility does not make that letter of them anyway,
and small letters of ours beside them. That table is Copyright © 1991-2024 Unicode, Inc.; its
licence is in LICENSE-UNICODE (SPDX: Unicode-3.0).
"""

from __future__ import annotations

_BY_LETTER = {
    "a": "ɑΑαАаᎪᗅᴀꓮ𐊠𖽀",
    "b": "ƄʙΒВЬвᏏᏴᑲᖯᗷꓐꞴ𐊂𐊡𐌁",
    "c": "СсᏟᴄⲤⲥꓚꮯ𐊢𐌂𐐕𐐽𐔜𑣩𑣲",
    "d": "đԁᎠᏧᑯᗞᗪᴅꓒꓓ",
    "e": "ɛΕεЕеҽᎬᴇⴹꓰꬲ𐊆𑢦𑢮",
    "f": "ϜքᖴẝꓝꜰꞘꞙꬵ𐊇𐊥𐔥𑢢𑣂",
    "g": "ƍɡɢԌցᏀᏳᶃꓖ",
    "h": "ħʜΗНнһհᎻᏂᕼⲎꓧ𐋏",
    "i": "ıɩɪιіїᎥꙇꭵ𑣃",
    "j": "ͿϳЈјᎫᒍᴊꓙꞲ",
    "k": "ΚκКкᏦᛕᴋⲔꓗ𐔘",
    "l": "łƖǀʟΙλІӀӏ۱ᏞᒪᛁⲒⳐⵏꓡꓲ𐊊𐌉𐌠𐐛𐔦𑢣𑢲𖼖𖼨",
    "m": "ΜϺМмᎷᗰᛖᴍⲘꓟ𐊰𐌑",
    "n": "ɴΝηոռⲚꓠ𐔓",
    "o": "øΟοσОоՕօ۵૦๏ჿᴏᴑⲞⲟⵔꓳꬽ𐊒𐊫𐐄𐐬𐓂𐓪𐔖𑓐𑢵𑣈𑣗𑣠",
    "p": "ΡρРрᏢᑭᴘⲢⲣꓑ𐊕",
    "q": "ԛգզⵕ",
    "r": "ƦʀгᎡᏒᖇᴦⲅꓣꭇꭈꮁ𐒴𖼵",
    "s": "ƽЅѕՏᏕᏚꓢꜱꮪ𐊖𐐠𐑈𑣁𖼺",
    "t": "ΤτТтᎢᴛⲦꓔ𐊗𐊱𐌕𑢼𖼊",
    "u": "ʋυՍսᑌᴜꓴꞟꭎꭒ𐓎𐓶𑢸𑣘𖽂",
    "v": "νѴѵ۷Ꮩᐯᴠⴸꓦꛟꮩ𐔝𑜆𑢠𑣀𖼈",
    "w": "ɯωѡԜԝաᎳᏔᴡꓪꮃ𑜊𑜎𑜏𑣦𑣯",
    "x": "ΧχХхᕁᕽᚷⲬⵝꓫꞳ𐊐𐊴𐌗𐌢𐔧𑣬",
    "y": "ɣʏΥγУуҮүყᎩᎽᶌỿⲨꓬꭚ𐊲𑢤𑣜𖽃",
    "z": "ΖᏃᴢꓜꮓ𐋵𑢩𑣄𑣥",
}

ALIKE = {ord(sign): letter for letter, signs in _BY_LETTER.items() for sign in signs}
"""For ``str.translate``; of both cases, to small letters."""

EMOJI = {
    first + at: chr(ord("a") + at) for first in (0x1F150, 0x1F170, 0x1F1E6) for at in range(26)
}
"""Letters in circles, squares and flags, which compatibility leaves as they are."""
