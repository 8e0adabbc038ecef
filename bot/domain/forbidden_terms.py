"""What the built-in deny list is made of: terms of names, never of prompts. Pure data.

Some stand for sexualised minors by themselves. Others only say that somebody is young, which is
innocent until another word of the same name is sexual. All are in the form that
``bot.domain.name_readings`` brings names to: lower case, no accents, no signs.
"""

from __future__ import annotations

import re


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


STEMS = (
    "loli",
    "preteen",
    "jailbait",
    "toddlercon",
    "kodocon",
    "rorikon",
    "shotacon",
    "shotakon",
    "mesugaki",
    "pedophil",
    "paedophil",
    "hebephil",
    "ephebophil",
    "prepubesc",
    "childporn",
    "kiddieporn",
    "лолик",
    "лолит",
    "шотакон",
    "педофил",
)
"""Forbidden wherever they stand within a word."""

WORDS = _words(
    "shota shotas cunny pedo pedos paedo paedos pedobear pthc csam csem underage underaged "
    "underagers nymphet nymphets nymphette nymphettes ageplay ddlg boylover girllover babycon "
    "candydoll junioridol junioridols lsmagazine lsmodels raygold pubescent barelylegal "
    "rorita лоли шота шоты педо малолетка малолетки малолеток"
)
"""Forbidden as a whole word, also where it is written in pieces."""

EDGES = ("shota", "underage", "cunny")
"""Forbidden at the beginning or the end of a word: it may be glued to another."""

INNOCENT = re.compile(
    r"hololiv\w*|hololi(?:th|ght)\w*|loll?ipop\w*|loligo\w*|lolium|loliondo|ololiuqui|\w*shotaro\w*"
    r"|thunderage\w*|wunderage\w*"
)
"""Words that hold a term by chance."""

INNOCENT_PAIRS = frozenset(
    {
        frozenset({"shota", surname})
        for surname in ("aizawa", "imanaga", "kazehaya", "kubo", "matsuda")
    }
)
"""People whose first name is a term."""

SIGNS = re.compile(
    r"(?<![ァ-ヺー])ロリ(?!ポップ)|ロリコン|ロリータ|(?<![ァ-ヺー])ショタ(?!ロウ|ロー)|ショタコン"
    r"|(?<![ぁ-ゖー])(?:ろり|しょた)(?![ぁ-ゖー])|ろり(?:こん|っ)|しょたこん|めすがき|炼铜|恋童"
    r"|メスガキ|雌小鬼|幼女|[萝蘿]莉|正太(?!郎)|女児|(?<![가-힣])로리(?!팝)|(?<![가-힣])쇼타(?!로)"
)
"""Forbidden in writing that puts nothing between words."""

AGES = _words(
    "child childs children childrens childhood childish childlike childbody kid kids kiddo "
    "kiddos kiddie kiddies kiddy babies babyface babyfaced infant infants newborn "
    "newborns toddler toddlers tot tots minors teen teens teenage teenaged teenager teenagers "
    "teenie teenies tween tweens adolescent adolescents adolescence juvenile juveniles youth "
    "youths youthful younger youngest younggirl younggirls youngboy youngboys youngster "
    "youngsters lilgirl lilgirls bambina bambine ragazzina ragazzine schoolgirl "
    "schoolgirls schoolboy schoolboys schoolchild schoolchildren schoolkid schoolkids "
    "highschool highschooler middleschool preschool preschooler kindergarten kindergartner "
    "gradeschooler "
    "littlegirl littleboy littlegirls littleboys littlesister imouto daughter daughters thirteen "
    "fourteen fifteen sixteen seventeen jk jc js kogal joshikousei shougakusei chuugakusei "
    "kodomo cub cubs filly foal cp puberty pubertal pedomorphic kinder kindlich madchen "
    "teenagerin nina ninas nino ninos menina meninas menino meninos crianca criancas enfant "
    "enfants fillette fillettes ecoliere ecolieres ребенок ребенка дети детский детская "
    "девочка девочки мальчик мальчики школьница школьницы подросток"
)
"""They say that somebody is young."""

AGE_SIGNS = re.compile(
    r"子供|子ども|こども|幼児|幼い|小学生|中学生|高校生|女子校生|少女|少年|儿童|兒童|女童|男童|小女孩"
    r"|小男孩|初中生|高中生|未成年|어린이|소녀|소년|여고생|여중생|초등학생|미성년"
)
"""Likewise, in writing that puts nothing between words."""

YOUNG = frozenset({"young", "little", "lil", "small", "tiny"})
WHO = frozenset({"girl", "girls", "boy", "boys", "sister", "sisters", "brother", "brothers", "one"})
SCHOOLS = frozenset({"elementary", "primary", "middle", "grade", "high", "pre"})
BABY_THINGS = ("doll", "blue", "pink", "oil")
"""What follows where no baby is meant."""
GROWN = _words(
    "adult adults woman women man men lady ladies mother mothers mom moms milf milfs wife "
    "wives couple couples male female"
)
"""Whoever is called young and one of these is not meant."""

SEXUAL = _words(
    "sex sexy sexual sexualized sexualised sexo sexe sexuell nsfw nsfl nude nudes nudity "
    "nudist nudists naked nackt nackte nuda nudo desnuda desnudo desnudas nua nue nues pelada "
    "porn porno porns pornographic pornography xxx hentai ecchi ero erotic erotica erotico "
    "erotique erotisch erotism lewd lewds explicit uncensored undress undressed undressing "
    "topless bottomless stripping striptease stripper lingerie panties panty pantyshot "
    "upskirt thong thongs bikini bikinis microbikini cameltoe boob boobs boobies tit tits "
    "titties breast breasts busty oppai nipple nipples areola pussy pussies vagina vaginal "
    "vulva penis cock cocks dick dicks cum cums cumming cumshot creampie bukkake blowjob "
    "blowjobs handjob footjob fellatio anal anus ass butt butts booty gangbang gangrape "
    "bondage bdsm shibari fetish kink kinky incest rape raped rapes molest molested "
    "molestation groping orgasm orgasms orgy masturbate masturbating masturbation slut sluts "
    "slutty whore whores bimbo hooker prostitute prostitution escort seduce seducing "
    "seductive seduction sensual horny aroused ahegao paizuri futanari futa dildo vibrator "
    "deepthroat fuck fucks fucked fucking squirting hardcore softcore camgirl onlyfans ntr "
    "netorare yiff yiffy voyeur pinup intercourse doggystyle genital genitals genitalia "
    "penetration pegging порно секс голая голые голый эротика обнаженная раздетая"
)
"""Beside a word of ``AGES`` they are forbidden, alone they are not this list's business."""

SEXUAL_SIGNS = re.compile(
    r"エロ(?!イ[ーカ])|エッチ|ヘンタイ|変態|裸|18禁|成人向|色情|情色|黄色|性爱|性愛|性交|巨乳|에로|누드|야한|섹스"
)

FILLERS = _words(
    "girl girls boy boys mix merge model models lora loras xl sdxl sd pony style styles art "
    "anime real realistic cute hot super ultra my the of and for pic pics photo photos image "
    "images maker generator gen body lover lovers asian japanese little young tiny small pure"
)
"""What such words are glued together with."""
