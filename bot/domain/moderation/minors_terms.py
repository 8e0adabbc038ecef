"""What the built-in filter of prompts is made of: terms in seven languages. Pure data.

A line is a phrase; a slash parts words of which any may stand there. All are folded as prompts are:
accents and case make no difference. Terms are those of law and medicine, and of what such images
are called where they are asked for; no more than is needed to refuse.
"""

from __future__ import annotations

from itertools import product


def expanded(listed: str) -> list[str]:
    """Return the phrases of lines such as ``little/small girl/boy``."""
    lines = [line.strip() for part in listed.split("\n") for line in part.split(";")]
    slots = [[slot.split("/") for slot in line.split()] for line in lines if line]
    return [" ".join(words) for slot in slots for words in product(*slot)]


GENRES = expanded("""
loli/lolis/lolicon/lolicons/lolikon/rorikon; shota/shotas/shotacon/shotacons/shotakon
toddlercon/kodocon/babycon/kodomocon; jailbait/jailbaits; mesugaki/cunny/nymphet/nymphets/nymphette
pedo/pedos/paedo/pedophile/pedophiles/pedophilia/pedophilic/paedophile/paedophilia/pedofilo
pedofilia/pedofile/pedofiles/padophil/padophilie/padophiler/hebephile/hebephilia/ephebophilia
csam/csem/pthc/childporn/kiddieporn/kinderporno/kinderpornografie/kinderpornographie
child/kiddie/kid/underage/teen/preteen porn; child/minor sexual/sex abuse
porno/pornografia infantil
pornographie/pedopornographie infantile; pornografia de menores; lo li con; ddlg/ageplay/boylover
ロリコン; ロリ; ショタ; ショタコン; メスガキ; 児童ポルノ; ろりこん; めすがき
萝莉; 蘿莉; 小萝莉; 萝莉控; 恋童; 恋童癖; 戀童; 儿童色情; 幼女色情; 炼铜; 正太控; 小正太
""")
"""Refused by themselves."""

PERSONS = expanded("""
child/children/childs/childrens/kid/kids/kiddo/kiddos/kiddie/kiddies/kiddy/infant/infants/newborn
newborns/toddler/toddlers/baby/babies/babys/preschooler/preschoolers/kindergartner/kindergartners
kindergartener/kindergarteners/preteen/preteens/pre-teen/pre-teens/tween/tweens/tweenager/teen/teens
teenage/teenaged/teenager/teenagers/teeny/teenie/teenies/adolescent/adolescents/underage/underaged
minors/prepubescent/pubescent/prepubertal/prepuberty/puberty/schoolgirl/schoolgirls/schoolboy
schoolboys/schoolchild/schoolchildren/schoolkid/schoolkids/schooler/schoolers/highschooler
highschoolers/gradeschooler/youngster/youngsters/younggirl/youngboy/littlegirl/littleboy/aged-down
lolita/lolitas/lolitka/shojo/shoujo/shonen/shounen/kodomo/youngling
under aged/age girl/boy/girls/boys/person
little/young/lil/lilttle/tiny/small girl/girls/boy/boys/lad/lass/ladies/one/ones
little/young/lil/tiny/small naked/nude/cute/sexy/topless girl/girls/boy/boys
little/kid/baby sister/brother/sisters/brothers; little/young daughter/daughters/son/sons
minor girl/girls/boy/boys/child/person/female/male/students/student
high/middle/grade/primary/elementary/junior/secondary school girl/girls/boy/boys/student/students
high/middle/grade/primary/elementary/junior/secondary school pupil/pupils/cheerleader/cheerleaders
junior high girl/girls/boy/boys/student/students; school age/aged; school girl/girls/boy/boys/kids
school child/children/kid; below/under the age of consent; below/under legal age; not of age
girl/boy scout/scouts; joshi kousei/kosei; joshikousei/joshikosei/shougakusei/chuugakusei/koukousei

kindern/kindes/kinder/kindlich/kindliche/kindlicher/kindliches/kindlichen/kleinkind/kleinkinder
kind nackt/ohne/unbekleidet/entkleidet/beim/auf/mit; puberte/pubertad/puberdade/pubertat
ein/einem/eines/meinem/diesem/das/dem/des/vom/kleines/kleine/nacktes/junges/nackte kind
schulkind/schulkinder/madchen/madels/schulmadchen/maedchen/schulmaedchen/saugling/sauglinge/baby
minderjahrig/minderjahrige/minderjahriger/minderjahrigen/minderjahriges/minderjaehrige
jugendliche/jugendlicher/jugendlichen/teenagerin/teenagerinnen/teenie/teenies/schulerin
schuler/schulerinnen/schulern/grundschulerin/grundschuler/grundschulkind/gymnasiastin/madchens
heranwachsende/pubertierende/vorpubertar/vorpubertare/halbwuchsige/halbwuchsiger/kindergartenkind
kleiner/kleinen/nackter/der/ein/jahriger/sexy/nackten junge; jungen/jungs/bub/bube/knabe/knaben

nino/ninos/ninas/ninita/ninito/ninitas/chiquilla/chiquillo/chiquillos/chiquillas/crio/crios
una/la/esta/pequena/cada/de/dos/como nina; nina pequena/desnuda/sexy/sin/de/en/con; infante/infantes
adolescente/adolescentes/colegiala/colegialas/colegial/colegiales/quinceanera/quinceaneras/bebe
bebes/menor/menores/mocosa/mocoso/jovencita/jovencitas/jovencito/jovencitos/muchachita/muchachito
impuber/preadolescente/preadolescentes/parvulo/parvulos/parvula

gosse/gosses; pirralha/pirralho/pirralhas/pirralhos; 小女生; 小男生
enfant/enfants/lenfant/denfant/denfants/fillette/fillettes/garconnet/garconnets/gamin/gamine/gamins
gamines/bambin/bambins/ecolier/ecoliers/ecoliere/ecolieres/lyceenne/lyceennes/lyceen/lyceens
collegienne/collegiennes/collegien/collegiens/ado/ados/adolescent/adolescents/mineure/mineures
mineur/mineurs/nourrisson/nourrissons/nouveau-ne/pubere/prepubere/preado/preados
petite/petites/jeune/jeunes fille/filles; petit/petits/jeune/jeunes garcon/garcons

crianca/criancas/criancinha/menina/meninas/menino/meninos/menininha/menininho/garotinha/garotinhas
garotinho/garotinhos/novinha/novinhas/novinho/adolescente/infantil/infantis/pre-adolescente/guri
guria/moleque/moleca; estudante/aluna/aluno do ensino medio/fundamental
alumnas/alumnos/chicas/chicos de secundaria/primaria/preparatoria/colegio
estudiante/alumna/alumno/chica/chico de secundaria/primaria/preparatoria/colegio
eleve/eleves de college/lycee/primaire/maternelle/cm2/sixieme/cinquieme/quatrieme/troisieme
impubere/impuberes/petiz/mocinha/mocinhas

子供; 子ども; こども; 幼児; 乳児; 児童; 園児; 女児; 男児; 幼女; 少女; 少年; 幼い; 小さな女の子
小さい女の子
小さな男の子; 小さい男の子; 小学生; 中学生; 高校生; 女子高生; 男子高生; 女子中学生; 女子小学生
女子校生
女子高校生; 女子中生; 未成年; 未成年者; 赤ちゃん; 赤ん坊; 十代; 10代; ティーン; ティーンエイジャー
思春期
幼稚園児; 保育園児; 18歳未満; 十八歳未満; ロリータ; ＪＫ制服; 女の子供; 年端もいかない; 幼年; 幼い子
キッズ

儿童; 兒童; 孩子; 孩童; 小孩; 小孩子; 幼儿; 幼童; 婴儿; 嬰兒; 女童; 男童; 小女孩; 小男孩; 女孩子
小姑娘
小妹妹; 小弟弟; 初中生; 高中生; 小学女生; 中学女生; 初中女生; 高中女生; 小學生; 青少年; 未成年人
未满18岁
未满十八岁; 不满18岁; 不满十八岁; 宝宝; 女学生; 女中学生; 十几岁; 幼齿; 学龄; 学童; 女高中生
女初中生; 年幼
""")
"""Somebody who is a child or an adolescent."""

SETTINGS = expanded("""
kids/childrens/childs room/rooms/bedroom
kindergarten/kindergartens/preschool/preschools/playground/daycare/childlike/childish/juvenile
juveniles/daughter/daughters/stepdaughter/imouto
younger sister/brother; elementary/primary/grade/middle/high/junior school; junior high
school uniform/uniforms/swimsuit/swimsuits; schoolgirl uniform/outfit/costume; sukumizu/seifuku
randoseru; sailor uniform/fuku; very/too/so young; barely legal; underdeveloped; flat-chested child
grundschule/kinderzimmer/schuluniform/tochter/spielplatz; hija/hijas/uniforme escolar
escuela/colegio primaria/primario/secundaria; ecole primaire/maternelle
filha/filhas; uniforme scolaire; escola primaria/infantil; ensino medio/fundamental
jeunette; chica/chicas/chico jovencita/jovencito/joven; garota/garotas jovem/jovens/nova/novas
junges/junge madel/dinger; jk/jc/js; escolar/escolares
美少女; 美少年; 妹; 幼稚園; 保育園; 小学校; 中学校; 高校; スクール水着; ランドセル; セーラー服
学生服; 幼顔; 童顔
幼儿园; 小学; 中学; 高中; 校服; 死库水; 年轻女孩; 年轻少女; 水手服; jk制服; 女儿; 萌妹; 童颜; 学生妹
""")
"""What is about the young, or may be about somebody grown: not by itself enough."""

EXPLICIT = expanded("""
nude/nudes/nudity/nudist/nudists/naked/nakedness/unclothed/undressed/undressing/topless/bottomless
sex/sexual/sexually/sexualized/sexualised/sexuality/intercourse/coitus/copulation/porn/porno/pornos
pornography/pornographic/xxx/nsfw/nsfl/hentai/ecchi/ero/erotic/erotica/erotically/lewd
genital/genitals/genitalia/penis/penises/phallus/vagina/vaginal/vulva/labia/clitoris/scrotum
testicles/nipple/nipples/areola/areolae/areolas/breasts/boobs/tits/titties/buttocks/anus/anal/crotch
fellatio/cunnilingus/blowjob/handjob/masturbate/masturbates/masturbating/masturbation/masturbated
orgasm/orgasms/orgasmic/ejaculate/ejaculation/ejaculating/semen/cum/cumming/cumshot/creampie
penetration/penetrated/penetrating/fornication/rape/raped/raping/molest/molested/molestation
incest/incestuous/bdsm/bondage/fetish/kink/kinky/striptease/stripper/stripping/ahegao/futanari
r18/r-18/18禁/rule34/rule-34/x-rated/uncensored/pussy/dick/cock/fuck/fucking/fucked/fucks/horny
prostitute/prostitution/orgy/threesome/gangbang/futa/camgirl/onlyfans/aroused/arousal/bareback
sexting/groping/groped/deflowered/deflowering/defloration/voyeur/upskirt/pantyshot/pantsu
undress/undresses/disrobe/disrobed/disrobing
remove/removing/removed/without/no her/his/their/the/any clothes/clothing/dress/underwear
without/no/removing/remove/taking clothes/clothing/underwear/panties; clothes/clothing off/removed
nothing on; wearing nothing; birthday suit; adult content; sexual/explicit content; oral sex
rating explicit/questionable; spread/spreading/open legs; legs spread; full frontal; private parts
taking off clothes/her/his/their; bare breasts/bottom/buttocks/genitals; exposed breasts/genitals
18 禁; rated r/x; having sex; make/making love; sexual act/acts

nackt/nackte/nackter/nacktes/nackten/nacktem/nacktheit/nacktfoto/nacktfotos/nacktbild/nacktbilder
sexualisiert/sexualisierte/sexualisiertes/sexualisierter/sexualisierten
unbekleidet/unbekleidete/unbekleidetes/unbekleideter/entblosst/entblosste/entblosstes/entkleidet
ausgezogen/geschlechtsverkehr/sexuell/sexuelle/sexuellen/sexueller/sexuelles/erotisch/erotische
erotisches/erotischer/erotischen/erotik/pornografisch/pornografische/pornografie/pornographie
pornographisch/genitalien/bruste/brusten/brustwarzen/geschlechtsteile/geschlechtsorgane/hullenlos
masturbiert/masturbation/vergewaltigt/vergewaltigung/missbraucht/missbrauch/aktfoto/aktfotos
oben ohne; ohne kleidung/kleider/unterwasche; sexuelle handlung/handlungen/pose; beim sex
textilfrei
intimbereich

desnudo/desnuda/desnudos/desnudas/desnudez/desvestida/desvestido/desnudandose/encuerada/encuerado
sexo/sexual/sexuales/sexualizada/sexualizado/erotico/erotica/eroticos/eroticas/pornografia
pornografico/pornografica/genitales/pene/vagina/pechos/senos/pezones/tetas/nalgas/coito/masturbacion
masturbandose/violada/violacion/orgasmo; sin ropa/vestir/prendas; partes intimas/privadas
relaciones/relacion/acto/actos/contenido sexuales/sexual; penetracion

nu/nue/nus/nues/nudite/denude/denudee/denudes/denudees/deshabille/deshabillee/deshabilles
deshabillees/devetu/devetue/sexe/sexuel/sexuelle/sexuels/sexuelles/erotique/erotiques/pornographie
pornographique/pornographiques/seins/tetons/mamelons/fesses/genitaux/genitales/masturbe/masturbant
viol/violee/orgasme/topless; sans vetements/vetement/habits/culotte; parties intimes/genitales
rapport/rapports/acte/actes/relation/relations sexuel/sexuels/sexuelle/sexuelles

nua/nuas/nudez/pelada/pelado/peladas/pelados/despida/despido/despidas/desnuda/sexualizada
sexualizado/sexuais/erotico/erotica/eroticas/eroticos/pornografico/pornografica/genitais/seios
mamilos/nadegas/bunda/penis/estupro/estuprada/masturbando/masturbacao/transando/orgasmo
sem roupa/roupas/vestes; partes intimas; ato/atos/relacao/relacoes/conteudo sexual/sexuais

裸; 全裸; 半裸; 裸体; ヌード; エロ; エロい; エロティック; エッチ; ポルノ; セックス; 性行為; 性的
性交; 性器; 陰部
成人向け; アダルト; 18禁; 十八禁; 乳首; おっぱい; 巨乳; 乳房; 陰茎; 膣; 自慰; オナニー; 官能; 淫ら
淫; 猥褻; わいせつ
ヘンタイ; 変態; 脱衣; 服を脱; 服を着ていない; 何も着ていない; 裸身; 露出した胸; 強姦; レイプ; 性愛
脱がせ; すっぽんぽん
丸裸; 素っ裸; はだか

裸体; 裸露; 赤裸; 赤身裸体; 全裸; 半裸; 裸照; 裸女; 裸身; 色情; 情色; 性爱; 性愛; 性交; 性行为; 做爱
做愛; 乳头
乳房; 胸部裸露; 阴部; 阴道; 阴茎; 生殖器; 性器官; 私处; 脱衣; 脱光; 没穿衣服; 不穿衣服; 没有穿衣服
没穿; 一丝不挂
涩图; 色图; 成人内容; 限制级; 情趣内衣; 强奸; 猥亵; 自慰; 手淫; 性暗示; 性侵; 性虐; 走光; 春宫; 淫荡
淫秽; 光着身子
光身; 上空装; 成人视频; 黄片; 黄图; 露点
""")
"""Nakedness, sexual acts and organs, and what such images are called."""

SUGGESTIVE = expanded("""
sexy/sexier/sexiest/seductive/seductively/seducing/seduction/sensual/sensually/provocative
provocatively/suggestive/suggestively/lingerie/thong/g-string/panties/bra/cleavage/babydoll
underwear
lustful/lust/lusty/explicit/sultry/flirty/breast/boudoir/pinup/pin-up/fishnets
butt/ass/booty/busty/cameltoe/slutty/slut/skimpy/underboob/sideboob/negligee/garter
bare skin; micro/string/sling bikini; see-through/sheer/transparent/revealing clothes/clothing/dress
see through clothes/clothing/dress/shirt/top; revealing outfit/outfits/clothes; scantily/barely clad
scantily/barely/half dressed; bedroom eyes; thigh gap; playboy

aufreizend/aufreizende/aufreizender/verfuhrerisch/verfuhrerische/verfuhrerischer/sinnlich/sinnliche
dessous/unterwasche/reizwasche/lasziv/laszive/anzuglich/anzugliche/busen/dekollete/freizugig
verfuhrerisches/aufreizendes/laszives/freizugige/sinnliches/tanga/reizvoll/spitzenunterwasche
sensuales/seductor/seductora/provocativo/provocativa/provocador/provocadora/lenceria/escote/lujuria
ropa interior/intima; insinuante/insinuantes/braguitas/bragas; sugerente/sugerentes
sensuel/sensuelle/sensuels/sensuelles/seducteur/seductrice/provocant/provocante/provocants
provocantes/sous-vetements/suggestif/suggestive/aguicheur/aguicheuse/decollete/culotte
sensuais/sedutor/sedutora/provocante/provocantes/calcinha/sutia/decote/insinuante
roupa intima/intimas
セクシー; ランジェリー; 下着; 誘惑; 挑発的; 色っぽい; パンティ; パンチラ; 艶めかしい; 妖艶; 際どい
きわどい; 透け; 半脱ぎ
性感; 诱惑; 誘惑; 内衣; 内裤; 暴露; 撩人; 挑逗; 妖娆; 丁字裤; 胸罩; 低胸; 透视装; 勾引; 艳照; 妩媚
魅惑
""")
"""What is about adults as long as no child is there."""

CLOTHES = expanded("""
clothes/clothing/clothed/dressed/garments/garment/dress/underwear/swimsuit/outfit/kleidung/kleider
bekleidet/angezogen/unterwasche/ropa/vestida/vestido/vetements/vetement/habille/habillee/habits
roupa/roupas/vestes; wearing/any/all clothes/clothing; fully clothed/dressed; 服; 衣服; 洋服; 着衣
下着; 穿衣; 衣
""")
"""Who wants none of these wants somebody naked."""

GROWN = expanded("""
adult/adults/grownup/grown-up/grownups; adult woman/women/man/men/female/body; grown woman/man; 18+
over 18; erwachsen/erwachsene/erwachsener; adulto/adulta/adultos/adultas/adulte/adultes; 大人; 成人
成年人; 成年
""")
"""Who wants none of these wants somebody young."""

SPLIT_ONLY = frozenset(
    expanded("""
girl; girls; boy; boys; little; young; tiny; small; pics; pic; photo; photos; foto; fotos; bild
bilder; video; videos; image; images
""")
)
"""Words that stand glued to a term, beside the terms themselves."""
