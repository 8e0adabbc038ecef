"""What the built-in filter of prompts passes over: phrases that hold one of its terms by chance.

Pure data, written as in ``bot.domain.moderation.minors_terms``.
"""

from __future__ import annotations

from bot.domain.moderation.minors_terms import expanded

CALM = expanded("""
teenage mutant ninja turtle/turtles; kid icarus/cudi/rock/gloves/glove/goat/goats/leather/mohair
karate/sundance/cisco/comeback/whiz/billy kid/kids; billy/sundance the kid; diary of a wimpy kid
kids/kid/childrens/childs/childs/baby/babies/toddler toy/toys/book/books/drawing/drawings/furniture
kids/kid/childrens/childs/baby menu/game/games/blanket/stroller/bike/bicycle/shoes/shoe/hospital
kids/childrens television/cartoon/party/bookstore/literature/museum/crib/choir
baby blue/pink/yellow/green/shower/bump/breath/oil/powder/hair/hairs/grand/tee/corn/carrot/carrots
baby doll/dolls/boomer/boomers/steps/yoda/groot/shark/food/monitor/seat/bottle/spinach/jesus/bangs
babys/babies breath; sugar/scream/beanie/bridget/million baby/babies; oh/hey/yeah baby; jelly babies
baby dragon/dragons/elephant/elephants/goat/goats/fox/foxes/bear/bears/penguin/penguins/deer/turtle
baby bird/birds/duck/ducks/seal/seals/owl/owls/panda/pandas/animal/animals/dinosaur/sloth/cat/cats
baby turtles/monkey/monkeys/kangaroo/tiger/lion/wolf/whale/rabbit/bunny/chick/chicks/horse/squid
adult/grown/grownup/adults child/children/daughter/daughters/teenager; children of men; only child
child proof/friendly/safe/lock; childproof; inner/brain/poster child; destinys child
childs play; childish gambino; childrens day; young adult/adults; teen titans/wolf/vogue
smells like teen
no/exclude/without/prohibit/prohibited/forbid minors; no underage; minors not/prohibited allowed
minors prohibited; not for children/kids/minors; no apto para menores
prohibido/prohibida para menores
prohibido a menores; proibido/improprio para menores; interdit aux mineurs/enfants; nicht fur kinder
keine minderjahrigen; menor de edad prohibido; solo para adultos; menor detalle/escala/tamano/medida
menor que/a/numero; menores que; en menor; ursa/asia/canis/leo minor; bemol/tono menor
ré/la/mi/do menor
gothic/sweet/classic/egl/lolita lolita/fashion/dress/style; lolita dresses/outfit/skirt
ロリータファッション; ロリータ服; ロリィタ; ゴスロリ; ロリポップ; ゴシックロリータ; ロリータドレス
甘ロリ; クラロリ; カロリー; ロリス
グロリ; フロリ; グロリア; フロリダ; ショタロー; マスコット; ショタロウ; 正太郎; スローロリス; 妹子
学妹; 姐妹; 姉妹; shota aizawa/imanaga/kazehaya/kubo/matsuda/taira; 子供服; 子供用; 子供部屋
未成年者お断り; 未成年禁止
未成年者禁止; 未成年勿入; 未成年お断り; 未成年人禁止; 儿童房; 儿童玩具; 儿童医院; 童话; 童書; 童话书
儿童书; 儿童节
成人した娘; 成年女儿; 花の子供; 鹿児島; 児島; 孤児院; 高校野球; 孩子气; 宝宝树; 女儿红; 洛丽塔
洛丽塔裙; 漢児; 胎児

kindermadchen; baby its; madonna and child; jungen wein
menor precio/luz/preco/tempo/tiempo/caudal/brillo/contraste/risco/riesgo
naked/bare feet/foot/toes/shoulders/arms/hands; pies/pie/brazos/hombros/torso desnudos/desnudo
nackte/nackten/nackter fusse/fussen/beine/fuss/arme; pes/bracos/torso nus/nu/descalcos
naked/nude eye/eyes/mole/truth/gun/juice/flame/singularity/lunch/bike/cake/tree/trees/branches
naked lightbulb/lightbulbs
naked branch/trunk/wire/wires/raygun/bulb/light/rock/rocks/cliff/chef/twigs/oats
naked mole rat/rats
nude color/colors/colour/colours/colored/coloured/tone/tones/toned/lipstick/lipsticks/lip/lips/heel
nude heels/shade/shades/palette/palettes/makeup/nail/nails/pumps/beige/pink/polish/manicure
nude eyeshadow/shoes/hue/hues/blush/gloss/stockings/tights/wall/walls/paint/leather/sandals
same/opposite/both/single/fair/either/biological sex; sex education/ed/pistols/ratio/determination
sexual orientation/dimorphism/education/health/selection; gender and sex; sex and the city
sex chromosome
breast/breasts cancer/feeding/milk/pump/pocket/stroke; breastfeeding
chicken/turkey/duck/robin breast
chicken/turkey/duck breasts; red breast; magna/summa cum laude; moby/van/philip/dick dick/dyke/tracy
dick tracy/van/whittington/grayson/cheney; private dick
cock/cocks crow/crows/crowing/a/of/tail/pit/feather
pussy cat/cats/willow/willows/foot; pussycat/pussycats; shuttle cock; weather cock
rape seed/field/fields
rape flower/flowers/oil; yellow rape; garter snake/snakes; ass kicking/cart
bat ass; wild/african/jack ass/asses; comic/film/landing/led/paint/power/sunset/light strip/strips
stripping paint/wallpaper; paint stripping; explicit lyrics/geometry/formula; naughty list
sexy car/cars
naughty or nice; nice or naughty; intimate dinner/wedding/venue/portrait/concert; rifle butt
cigarette butt
cigarette/water butts; no/not nude/nudity/nsfw/naked/sexual/sex/porn; not sexual/sexy
non/un sexual/nude; non-sexual/nonsexual/asexual/unisex/nonnude; sfw/safe/no nsfw; naked cake
naked ambition; clothes off the line; clothing removed from shelf
butt joint/head/dial; booty shorts pirate; pirate/pirates booty; treasure booty
string quartet/instrument
string/strings lights/theory/orchestra/bean/beans/art; no string; bondage debt; debt bondage
penetration test/testing; penetrating gaze/eyes/look/light; blue/great/coal/tailed tits
bottle/silicone nipple/nipples; anal fin; labia majora orchid; remove clothes from
no clothes dryer/line
dick clark; open legs of table; sling bag; lust for life; wanderlust; playboy bunny adult

œil nu; pied/pieds nu/nus; tete/mains/bras/torse/jambes/epaules/main/pieds nue/nues/nu
nu metal/jazz/disco/soul
oeil/olho nu; a olho nu; simple vista; mise/mettre a nu; couleur nude; nu pieds; gateau nu
arbre/arbres nus/nu
esmalte/batom/maquillaje/labial/cor/tom/color/tono/sapato/unas nude; ropa sin planchar
sexo opuesto/femenino
sexo masculino/femenino/feminino/oposto; sexe oppose/feminin/masculin
arbol/arboles desnudo/desnudos
ramas/galhos desnudas/nus; cavalo pelado; batata/batatas pelada/peladas
jogo/jogar/jogando/uma pelada
pelada de futebol; criancas/meninos jogando pelada; educacion/educacao sexual; education sexuelle
nackte baume/aste/felsen/wand/wahrheit/zahlen; nackter fels/ast; sexualkunde; pechuga
pecho de pollo
pene all; tanga shoe; string de luces; bebe oso; culotte bouffante; peito de frango
nu frontal artistico
viol dor; basse de viol; viol consort; bass viol; despida da
der/ein/die/sexy/nackter/kleiner junge mann/mensch/erwachsener/kerl/herr/frau
jungen frau/frauen/mann/mannes
jungen manner/dame/damen/paar/erwachsenen/leute/leuten; 裸足; 裸眼; 裸電球; 裸の木; 裸木; 裸子植物
裸麦; 裸馬; ヌードカラー; ヌードベージュ; ヌードリップ; ヌードメイク; ヌードル
ヌードネイル; ヌーディーカラー; エロイカ; エロス神; ピエロ; ハエロ; エロモア; ナエロ; フエロ; 性別
女性的; 男性的; 個性的; 感性的; 理性的; 知性的; 中性的; 人性的; 野性的; 个性的; 脱衣所; 変態する
昆虫の変態; 完全変態
裸色; 裸妆; 裸露的岩石; 裸露的山; 裸露的树; 裸机; 裸车; 裸婚; 裸奔; 裸钻; 感性; 理性感; 个性感
知性感; 暴露在; 暴露于; 性感染
真实性感; 层次性感; 女性感; 男性感; 下着雪; 下着雨; 下着小雨; 下着大雨; 下着大雪; 下着毛毛雨
透けるカーテン; 没穿鞋; 没穿鞋子
""")
"""What holds a term by chance, or means nobody and nothing of the kind."""
