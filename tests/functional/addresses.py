"""Every page of the registry, one of each kind."""

PUBLIC = {
    "home": "/home/",
    "map": "/",
    "map-with-filters": "/?sector=food&level=provincial&belt=ha-da-qi&show=parks&show=projects",
    "map-with-shades": "/?show=projects&shade=investment",
    "map-with-nothing-found": "/?q=qqqqq",
    "parks": "/parks/",
    "parks-with-filters": "/parks/?sector=food&belt=ha-da-qi",
    "bases": "/bases/",
    "projects": "/projects/",
    "enterprises": "/enterprises/",
    "park": "/parks/PK-0001/",
    "base": "/bases/BS-0001/",
    "project": "/projects/PJ-0001/",
    "enterprise": "/enterprises/EN-0001/",
    "sectors": "/sectors/",
    "sector": "/sectors/food/",
    "chain": "/chains/{chain}/",
    "belt": "/belts/ha-da-qi/",
    "division": "/divisions/230100/",
    "about-data": "/about/data/",
    "style-guide": "/about/style/",
    "login": "/accounts/login/",
}
WORK = {
    "work": "/work/",
    "saved-views": "/views/",
    "save-view": "/views/new/?address=/parks/",
    "new-project": "/projects/new/",
    "change-project": "/projects/{draft}/edit/",
    "review": "/work/{waiting}/review/",
}
