"""Pairs of synthetic projects of which it is known whether they are one, to measure with.

A pair begins with a project, written down by one clerk. Its twin is the same project as another
clerk would write it: one to three of the SLIPS. A stranger is another project that looks much like
it: one of the STRANGERS, the hardest that a registry sees. The same seed gives the same pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from math import cos, radians
from random import Random
from typing import Any

from django.contrib.gis.geos import Point

from benchmarks.words import SOURCE

# (Chinese, short, code, longitude and latitude of the seat in whole hundredths of a degree)
PLACES = (
    ("哈尔滨市道里区", "哈尔滨", "230102", 12661, 4575),
    ("哈尔滨市宾县", "宾县", "230125", 12748, 4575),
    ("哈尔滨市依兰县", "依兰", "230123", 12955, 4632),
    ("齐齐哈尔市富拉尔基区", "齐齐哈尔", "230206", 12362, 4720),
    ("齐齐哈尔市讷河市", "讷河", "230281", 12485, 4848),
    ("大庆市肇州县", "肇州", "230621", 12527, 4570),
    ("大庆市肇源县", "肇源", "230622", 12508, 4552),
    ("鸡西市密山市", "密山", "230382", 13184, 4553),
    ("佳木斯市富锦市", "富锦", "230882", 13204, 4725),
    ("牡丹江市海林市", "海林", "231083", 12938, 4459),
    ("黑河市嫩江市", "嫩江", "231183", 12523, 4918),
    ("绥化市肇东市", "肇东", "231282", 12596, 4606),
    ("绥化市安达市", "安达", "231281", 12535, 4642),
    ("绥化市青冈县", "青冈", "231223", 12610, 4669),
)
FIRST = "宏鑫恒瑞盛金天安泰永嘉恩润隆辰源松雪龙北东华兴中国富祥德广汇通"
SECOND = "江泰源达盛远业丰润祥和博利发成力峰海川宇威诚康信合众联创腾辉"
TRADES = (
    "石化",
    "化工",
    "生物科技",
    "农业",
    "食品",
    "新材料",
    "新能源",
    "矿业",
    "制药",
    "装备制造",
)
FORMS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司")
# Several differ in one character only, and are not the same.
PRODUCTS = (
    ("乙烯", "ethylene"),
    ("丙烯", "propylene"),
    ("甲醇", "methanol"),
    ("乙醇", "ethanol"),
    ("聚乙烯", "polyethylene"),
    ("聚丙烯", "polypropylene"),
    ("大豆油", "soybean oil"),
    ("玉米油", "corn oil"),
    ("大豆分离蛋白", "soy protein isolate"),
    ("大豆浓缩蛋白", "soy protein concentrate"),
    ("玉米淀粉", "corn starch"),
    ("马铃薯淀粉", "potato starch"),
    ("玉米深加工", "corn deep processing"),
    ("水稻深加工", "rice deep processing"),
    ("石墨负极材料", "graphite anode material"),
    ("石墨烯", "graphene"),
    ("球形石墨", "spherical graphite"),
    ("赖氨酸", "lysine"),
    ("苏氨酸", "threonine"),
    ("柠檬酸", "citric acid"),
    ("燃料乙醇", "fuel ethanol"),
    ("秸秆综合利用", "straw utilisation"),
    ("生物质热电联产", "biomass cogeneration"),
    ("风力发电", "wind power"),
    ("光伏发电", "photovoltaic power"),
    ("无缝钢管", "seamless steel pipe"),
    ("铝合金板材", "aluminium alloy plate"),
    ("铜精粉", "copper concentrate"),
    ("海绵钛", "sponge titanium"),
    ("单晶硅", "monocrystalline silicon"),
    ("多晶硅", "polycrystalline silicon"),
    ("液态奶", "liquid milk"),
    ("婴幼儿奶粉", "infant formula"),
    ("冷鲜肉", "chilled meat"),
    ("汉麻纤维", "hemp fibre"),
    ("中药饮片", "herbal decoction pieces"),
    ("抗生素原料药", "antibiotic active ingredients"),
    ("专用车", "special vehicles"),
    ("动力电池", "traction batteries"),
    ("汽车零部件", "car parts"),
)
AMOUNTS_WAN = (1, 2, 3, 5, 6, 8, 10, 15, 20, 30, 45, 50, 60, 100, 120)
NATURES = ("", "", "", "新建", "扩建", "技术改造")
ENGLISH_NATURES = {"": "", "新建": "", "扩建": " extension", "技术改造": " renovation"}
ENDINGS = ("项目", "建设项目", "工程", "")
# Written by sound as often as right.
HOMOPHONES = {
    "宏": "洪", "鑫": "新", "恒": "衡", "盛": "胜", "源": "元", "远": "院", "达": "答", "利": "力",
    "和": "合", "成": "诚", "力": "利", "峰": "丰", "丰": "锋", "业": "页", "泰": "太", "辰": "晨",
    "烯": "希", "醇": "纯", "墨": "默", "酸": "算", "粉": "份", "奶": "乃", "硅": "归", "钢": "刚",
    "蛋": "旦", "材": "才", "料": "廖", "纤": "先", "维": "围", "电": "店", "池": "迟", "药": "要",
    "麻": "马", "秸": "接", "秆": "赶", "板": "版", "玉": "育", "石": "时", "乳": "汝", "肉": "入",
}  # fmt: skip
LOOKALIKES = {
    "盛": "威", "恒": "桓", "源": "原", "辰": "晨", "永": "水", "泰": "秦", "酸": "酿", "淀": "锭",
    "粉": "纷", "墨": "黑", "钛": "钦", "铜": "铝", "麻": "床", "稻": "滔", "豆": "互", "料": "科",
}  # fmt: skip
HAN_DIGITS = "零一二三四五六七八九"
METRES_A_DEGREE = 111_195
SITE, SEAT = "site", "county_seat"


@dataclass(frozen=True)
class Seed:
    """What a project is; how it is written is another matter."""

    place: tuple[str, str, str, int, int]
    trade_name: str
    form: str
    product: tuple[str, str]
    amount_wan: int
    nature: str
    phase: int
    lon: float
    lat: float
    yuan: Decimal

    @property
    def builder(self) -> str:
        """The full name of the enterprise."""
        return f"{self.place[1]}{self.trade_name}{self.form}"


@dataclass
class Written:
    """A project as a clerk writes it."""

    seed: Seed
    prefix: str = ""
    short: str = ""
    amount: str = ""
    product: str = ""
    nature: str = ""
    phase: str = ""
    ending: str = "项目"
    is_reordered: bool = False
    name: str = ""
    english: str = ""
    builder: str = ""
    division: str = ""
    lon: float = 0
    lat: float = 0
    precision: str = SITE
    code: str = ""
    yuan: Decimal | None = None

    def composed(self) -> str:
        """The name of the project, if it is not written otherwise."""
        content = f"{self.amount}{self.product}{self.nature}{self.ending}"
        if self.is_reordered:
            return f"{self.prefix}{content}({self.short}){self.phase}"
        return f"{self.prefix}{self.short}{content}{self.phase}"

    def values(self) -> dict[str, Any]:
        """The fields as a registry stores them."""
        return {
            "name_zh": self.name or self.composed(),
            "name_en": self.english,
            "aliases": [],
            "enterprise_text": self.builder,
            "division": self.division,
            "point": Point(self.lon, self.lat, srid=4326),
            "location_precision": self.precision,
            "investment_yuan": self.yuan,
            "project_code": self.code,
            "source": SOURCE,
        }


@dataclass(frozen=True)
class Pair:
    """Two projects, whether they are one, and what makes the difference."""

    left: dict[str, Any]
    right: dict[str, Any]
    is_one: bool
    how: str


class Pairs:
    """Draws pairs from one stream of random numbers."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def draw(self, number: int) -> Iterator[Pair]:
        """Pairs, half of them twins."""
        for position in range(number):
            seed = self.seed()
            yield self.twins(seed) if position % 2 else self.strangers(seed)

    def seed(self) -> Seed:
        """A project."""
        choice, place = self.random.choice, self.random.choice(PLACES)
        return Seed(
            place=place,
            trade_name=f"{choice(FIRST)}{choice(SECOND)}{choice(TRADES)}",
            form=choice(FORMS),
            product=choice(PRODUCTS),
            amount_wan=choice(AMOUNTS_WAN),
            nature=choice(NATURES),
            phase=self.random.choices((0, 1, 2), (70, 18, 12))[0],
            lon=place[3] / 100 + self.random.uniform(-0.1, 0.1),
            lat=place[4] / 100 + self.random.uniform(-0.1, 0.1),
            yuan=Decimal(f"{3e8 * self.random.lognormvariate(0, 1.4):.2e}"),
        )

    def write(self, seed: Seed) -> Written:
        """A project as a careful clerk writes it."""
        written = Written(
            seed=seed,
            prefix=self.random.choice(("", "", seed.place[0])),
            short=self.random.choice((seed.builder, f"{seed.place[1]}{seed.trade_name}", "")),
            amount=f"年产{seed.amount_wan}万吨",
            product=seed.product[0],
            nature=seed.nature,
            phase=f"({HAN_DIGITS[seed.phase]}期)" if seed.phase else "",
            ending=self.random.choice(ENDINGS),
            english=english(seed) if self.random.random() < 0.3 else "",
            builder=seed.builder,
            division=seed.place[2],
            lon=seed.lon,
            lat=seed.lat,
            precision=self.random.choice((SITE, SITE, SEAT)),
            yuan=seed.yuan if self.random.random() < 0.7 else None,
        )
        if not (written.prefix or written.short):
            written.prefix = seed.place[1]
        return written

    def twins(self, seed: Seed) -> Pair:
        """One project, written twice."""
        left, right = self.write(seed), self.write(seed)
        slips = self.random.sample(SLIPS, self.random.randint(1, 3))
        for slip in slips:
            slip(self, right)
        # A name in English alone can be recognised only beside a record that has one.
        if in_english in slips:
            left.english = english(seed)
        return Pair(left.values(), right.values(), True, "+".join(s.__name__ for s in slips))

    def strangers(self, seed: Seed) -> Pair:
        """Two projects that are easily taken for one."""
        stranger = self.random.choice(STRANGERS)
        left, right = self.write(seed), self.write(stranger(self, seed))
        return Pair(left.values(), right.values(), False, stranger.__name__)

    def moved(self, lon: float, lat: float, metres: float) -> tuple[float, float]:
        """A place at most so far east or west, north or south."""
        east, north = self.random.uniform(-metres, metres), self.random.uniform(-metres, metres)
        return lon + east / (METRES_A_DEGREE * cos(radians(lat))), lat + north / METRES_A_DEGREE


def english(seed: Seed) -> str:
    """The English name of a project."""
    phase = f", phase {seed.phase}" if seed.phase else ""
    what = f"{seed.amount_wan}0,000 t/y {seed.product[1]}{ENGLISH_NATURES[seed.nature]}{phase}"
    return f"{seed.place[1]} {seed.trade_name}: {what}"


def slip_of_sound(pairs: Pairs, written: Written) -> None:
    """A character of the same sound in the name."""
    _replace_one(pairs, written, HOMOPHONES)


def slip_of_sight(pairs: Pairs, written: Written) -> None:
    """A character that looks much the same."""
    _replace_one(pairs, written, LOOKALIKES)


def _replace_one(pairs: Pairs, written: Written, table: dict[str, str]) -> None:
    name = written.name or written.composed()
    places = [at for at, character in enumerate(name) if character in table]
    if places:
        at = pairs.random.choice(places)
        written.name = name[:at] + table[name[at]] + name[at + 1 :]


def lost_character(pairs: Pairs, written: Written) -> None:
    """A character left out, in the longer part of the name."""
    name = written.name or written.composed()
    at = pairs.random.randrange(len(name))
    if not (name[at].isdigit() or name[at] in "一二三期年产万吨"):
        written.name = name[:at] + name[at + 1 :]


def doubled_character(pairs: Pairs, written: Written) -> None:
    """A character typed twice."""
    name = written.name or written.composed()
    at = pairs.random.randrange(len(name))
    if not name[at].isdigit():
        written.name = name[:at] + name[at] + name[at:]


def swapped_characters(pairs: Pairs, written: Written) -> None:
    """Two characters in the wrong order."""
    product = written.product
    at = pairs.random.randrange(len(product) - 1)
    written.product = product[:at] + product[at + 1] + product[at] + product[at + 2 :]


def other_prefix(pairs: Pairs, written: Written) -> None:
    """The province or the prefecture before the name, or none of them."""
    place = written.seed.place
    written.prefix = pairs.random.choice(("", f"黑龙江省{place[0]}", place[0], place[1]))


def full_width(pairs: Pairs, written: Written) -> None:
    """Digits and brackets as wide as characters."""
    name = written.name or written.composed()
    written.name = "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in name)


def han_amount(pairs: Pairs, written: Written) -> None:
    """The amount in Chinese numerals, or without 万."""
    wan = written.seed.amount_wan
    ways = [f"{wan}0000吨/年", f"年产{wan}0000吨"]
    written.amount = pairs.random.choice([*ways, f"年产{han(wan)}万吨"])


def han(number: int) -> str:
    """A number below 1000 in Chinese."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{HAN_DIGITS[hundreds]}百" if hundreds else ""
    text += (f"{HAN_DIGITS[tens]}十" if tens > 1 or hundreds else "十") if tens else ""
    return text + (HAN_DIGITS[ones] if ones else "")


def other_form(pairs: Pairs, written: Written) -> None:
    """Another legal form of the enterprise, or none."""
    base = f"{written.seed.place[1]}{written.seed.trade_name}"
    written.builder = base + pairs.random.choice(("有限公司", "有限责任公司", "公司", ""))


def other_ending(pairs: Pairs, written: Written) -> None:
    """项目 or 工程 or nothing at the end."""
    written.ending = pairs.random.choice(ENDINGS)


def reordered(pairs: Pairs, written: Written) -> None:
    """What is built before who builds it."""
    written.short = written.short or f"{written.seed.place[1]}{written.seed.trade_name}"
    written.is_reordered = True


def in_english(pairs: Pairs, written: Written) -> None:
    """Only the English name."""
    written.name = english(written.seed)


def other_words(pairs: Pairs, written: Written) -> None:
    """改扩建 for 扩建, 技改 for 技术改造, 新建 or nothing."""
    ways = {"扩建": "改扩建", "技术改造": "技改", "新建": "", "": ""}
    written.nature = ways[written.nature]


def phase_in_digits(pairs: Pairs, written: Written) -> None:
    """1期 for 一期, also before the content."""
    if written.seed.phase:
        written.phase = f"{written.seed.phase}期工程"


def other_place(pairs: Pairs, written: Written) -> None:
    """A point some way off, or only that of the county."""
    written.lon, written.lat = pairs.moved(written.lon, written.lat, 300)
    written.precision = pairs.random.choice((SITE, SEAT))


def other_office(pairs: Pairs, written: Written) -> None:
    """Registered by the prefecture, not the county."""
    written.division = written.division[:4] + "00"


def no_builder(pairs: Pairs, written: Written) -> None:
    """The enterprise is left out."""
    written.builder = ""


SLIPS: list[Callable[[Pairs, Written], None]] = [
    slip_of_sound,
    slip_of_sight,
    lost_character,
    doubled_character,
    swapped_characters,
    other_prefix,
    full_width,
    han_amount,
    other_form,
    other_ending,
    reordered,
    in_english,
    other_words,
    phase_in_digits,
    other_place,
    other_office,
    no_builder,
]


def other_phase(pairs: Pairs, seed: Seed) -> Seed:
    """The next phase."""
    return replace(seed, phase=seed.phase + 1 if seed.phase else 2)


def other_product(pairs: Pairs, seed: Seed) -> Seed:
    """Another product of the same enterprise, at the same site or near it."""
    lon, lat = pairs.moved(seed.lon, seed.lat, 800)
    others = [one for one in PRODUCTS if one != seed.product]
    # As like as can be, for half of them.
    like = [one for one in others if {*one[0]} & {*seed.product[0]}]
    product = pairs.random.choice(pairs.random.choice((like or others, others)))
    return replace(seed, product=product, lon=lon, lat=lat, yuan=seed.yuan * 3)


def other_county(pairs: Pairs, seed: Seed) -> Seed:
    """The like in another county, by an enterprise of the same trade name or another."""
    place = pairs.random.choice([one for one in PLACES if one != seed.place])
    names = (seed.trade_name, pairs.seed().trade_name)
    return replace(
        seed,
        place=place,
        trade_name=pairs.random.choice(names),
        lon=place[3] / 100,
        lat=place[4] / 100,
        yuan=seed.yuan * 2,
    )


def other_amount(pairs: Pairs, seed: Seed) -> Seed:
    """The same product in another amount."""
    others = [one for one in AMOUNTS_WAN if one != seed.amount_wan]
    return replace(seed, amount_wan=pairs.random.choice(others), yuan=seed.yuan * 2)


def other_enterprise(pairs: Pairs, seed: Seed) -> Seed:
    """The same product in the same county, of another enterprise."""
    stranger = pairs.seed()
    lon, lat = pairs.moved(seed.lon, seed.lat, 3000)
    return replace(
        seed,
        trade_name=stranger.trade_name,
        form=stranger.form,
        lon=lon,
        lat=lat,
        yuan=stranger.yuan,
    )


def other_nature(pairs: Pairs, seed: Seed) -> Seed:
    """Built anew, and later renewed."""
    return replace(seed, nature="扩建" if seed.nature != "扩建" else "技术改造", yuan=seed.yuan / 2)


STRANGERS: list[Callable[[Pairs, Seed], Seed]] = [
    other_phase,
    other_product,
    other_county,
    other_amount,
    other_enterprise,
    other_nature,
]
