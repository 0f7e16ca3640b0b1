"""Random queries made of the values that the files hold."""

from django.http import QueryDict
from hypothesis import strategies as st

from tests.oracle import Facts, read, several

KINDS = ("parks", "bases", "projects")
# Names, parts of them, short forms, pinyin, initials, full-width letters, and what finds nothing.
TEXTS = (
    "哈尔滨",
    "经济 开发区",
    "石墨",
    "装备",
    "哈经开区",
    "黑龙江自贸",
    "综保区",
    "大庆石化",
    "龙煤",
    "park",
    "Harbin 高新",
    "ＤＡＱＩＮＧ　石化",
    "daqing",
    "aqing",
    "dq",
    "hebjjjskfq",
    "dqsh",
    "muling",
    "xi’an",
    "PK-0001",
    "pj-000",
    "10万",
    "%",
    "_",
    "'; --",
)
NO_SECTOR = ("unclassified", "unknown")


def _values() -> dict[str, list[str]]:
    facts = Facts.read()
    sectors = [*(row["slug"] for row in read("sectors.csv")), *NO_SECTOR]
    belts = [row["slug"] for row in read("belts.csv")]
    records = [*facts.parks, *facts.bases, *facts.projects]
    places = {code for row in records for code in facts.place_codes(row)}
    return {
        "sector": sectors,
        "sector_main": sectors,
        "level": _column(facts.parks, "level"),
        "kind": _column(facts.parks, "kind"),
        "key_industry": [row["slug"] for row in read("key_industries.csv")],
        "emerging": [row["slug"] for row in read("emerging_industries.csv")],
        "base_kind": _column(facts.bases, "kind"),
        "designation": _column(read("designations.csv"), "designation"),
        "chain": list(facts.chains),
        "belt": belts,
        "perhaps_in": belts,
        "division": sorted({code for place in places for code in facts.ancestors(place)}),
        "precision": _column(records, "location_precision"),
        "confidence": ["high", "medium", "low"],
        "policy_areas": ["include"],
        "stage": _column(facts.projects, "stage"),
        "watch": ["overdue", "stale"],
        "in_plan": _column(facts.projects, "in_plan"),
        "investment": ["under-100m", "100m-1b", "1b-5b", "over-5b", "unknown"],
        "enterprise": [row["registry_code"] for row in facts.enterprises],
        "code": [row["registry_code"] for row in records[::9]],
        "park": [row["registry_code"] for row in facts.parks[:18]],
        "link": [f"{row['chain']}/{row['slug']}" for row in read("chain_links.csv")],
        "bbox": ["126,45,127,46", "121,43,135.5,53.6", "130.00001,46.5,131.9,47.9", "10,10,11,11"],
        "area": [
            "126,45;127,45;127,46",
            "124.5,46;125.5,46;125.5,47;124.5,47;125,46.5",
            "121,43;136,43;136,54;121,54",
        ],
        "near": ["126.63,45.75", "PK-0001", "129.6,44.58", "PK-0005", "0,0"],
        "q": [*TEXTS],
    }


def _column(rows: list[dict[str, str]], name: str) -> list[str]:
    return sorted({value for row in rows for value in several(row[name])})


VALUES = _values()
# Parameters that stand once in a query.
ONCE = {"enterprise", "policy_areas", "q", "bbox", "area", "near"}
DISTANCES = ["0.001", "7.5", "25", "160", "2000"]
ANSWERED_BY_FILES = sorted(VALUES)


def _chosen(name: str) -> st.SearchStrategy[list[str]]:
    several_values = 1 if name in ONCE else 2
    return st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=several_values, unique=True)


def queries(names: list[str], most: int = 3) -> st.SearchStrategy[dict[str, list[str]]]:
    """Queries of one to `most` of the parameters called `names`."""
    chosen = st.lists(st.sampled_from(names), min_size=1, max_size=most, unique=True)
    return chosen.flatmap(_of)


def _of(names: list[str]) -> st.SearchStrategy[dict[str, list[str]]]:
    optional = {"km": st.sampled_from(DISTANCES).map(lambda km: [km])} if "near" in names else {}
    values = {name: _chosen(name) for name in names}
    return st.fixed_dictionaries(values, optional=optional)


def as_query_dict(query: dict[str, list[str]]) -> QueryDict:
    """A query as a request brings it."""
    result = QueryDict(mutable=True)
    for name, values in query.items():
        result.setlist(name, values)
    return result
