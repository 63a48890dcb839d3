"""How often public pages ask the database: not more on a large site than on a small one."""

import pytest

from crescendo.catalog.attributes import AttributeKind
from crescendo.web.application import Crescendo
from tests.factories.catalog import make_attribute, make_category, make_merchant, make_offer, make_product
from tests.factories.journal import make_author, make_guide
from tests.factories.media import make_asset
from tests.pages import Pages

BODY = """
:::pick[{a}]{{role="best-overall" evidence="tested" verified="2026-01-02"}}
It is good, see [another](guide:{a}), [this](https://{a}.example/x) and [a price](price:{b}).
:::

::compare[{a}, {b}]{{columns="price, drop"}}

![A boot](media:boot)
"""
PAGES = [
    ("/", 6),
    ("/guides/", 6),
    ("/guides/?page=2", 6),
    ("/guides/guide", 4),
    ("/category/shelf", 6),
    ("/tags/wool", 6),
    ("/authors/ada", 6),
    ("/products/", 6),
    ("/products/?category=shelf&available=yes&a-drop-from=1", 6),
    ("/products/?sort=price", 6),
    ("/products/product-1", 5),
    ("/search?q=guide", 4),
    ("/search?q=guide&kind=product", 4),
]


@pytest.fixture(params=[3, 14], ids=["few", "many"])
def site(request: pytest.FixtureRequest, app: Crescendo) -> None:
    """A site on which each guide speaks of many things."""
    shelf, author = make_category("Shelf"), make_author("Ada")
    make_attribute(shelf, "drop", kind=AttributeKind.NUMBER)
    make_asset("boot", size=(400, 300))
    merchants = [make_merchant(hosts=[f"shop-{number}.example"]) for number in range(2)]
    for number in range(request.param * 2):
        product = make_product(f"Product {number}", slug=f"product-{number}", category=shelf, attributes={"drop": "4"})
        for merchant in merchants[: number % 3]:  # every third has nobody who sells it
            make_offer(product, merchant=merchant)
    for number in range(request.param):
        make_guide(
            f"Guide {number}",
            slug=f"guide-{number}" if number else "guide",
            category=shelf,
            author=author,
            tags=["wool", "felt"],
            body="\n\n".join(
                BODY.format(a=f"product-{other}", b=f"product-{other + 1}") for other in range(request.param)
            ),
        )


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(("address", "most"), PAGES)
def test_page_asks_the_database_but_a_few_times(pages: Pages, address: str, most: int) -> None:
    for other in ("/guides/guide-1", "/products/?sort=price-down"):
        pages.ask(other)  # from here on, what any page needs to know of the site is known
    page = pages.open(address)
    if page.status == 404:
        return  # there is no second page of a few guides
    asked = [statement for statement in page.statements if statement != "BEGIN"]
    assert asked
    assert len(asked) <= most, "\n".join(asked)
