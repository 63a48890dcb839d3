"""Moving in from WordPress: what comes along, what is said of the rest, and what running again does."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from crescendo.catalog.address_queries import offers_at
from crescendo.catalog.merchants import Relationship
from crescendo.catalog.models import Product
from crescendo.catalog.queries import merchants, product_by_slug
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.foundation.urls import address_key
from crescendo.journal.desk_queries import article_by_id, authors
from crescendo.journal.models import Article
from crescendo.journal.publishing import ArticleState, state_of
from crescendo.redirects.queries import target_of
from crescendo.transfer.models import ImportKind, ImportRow, ImportRun, RunState
from crescendo.transfer.price_rows import Unreadable
from crescendo.transfer.run_queries import all_rows_of_run, import_run
from crescendo.transfer.run_reports import reconciled
from crescendo.transfer.runs import Running, prepare_run
from crescendo.transfer.wordpress.importing import import_wordpress
from crescendo.transfer.wordpress.moving import MoveOptions
from tests.factories.catalog import make_merchant, make_offer, make_product
from tests.factories.media import picture_bytes
from tests.factories.wordpress import SITE, wxr, wxr_author, wxr_category, wxr_item, wxr_tag

pytestmark = pytest.mark.usefixtures("app")
SHOES = wxr_category("shoes", "Shoes")
UPLOADS = "/wp-content/uploads/"
IN_SHOES = [("category", "shoes", "Shoes")]


def moved(*parts: str, dry_run: bool = False, **options: Any) -> ImportRun:
    """The run that imports a file of these parts, with an author and a category."""
    return imported(wxr(wxr_author(), SHOES, *parts), dry_run=dry_run, **options)


def imported(file: BytesIO, *, dry_run: bool = False, **options: Any) -> ImportRun:
    run_id = prepare_run(ImportKind.WORDPRESS, filename="old.xml", is_dry_run=dry_run, by=None).id
    db.session.commit()
    import_wordpress(file, Running(run_id), MoveOptions(**options), by=None)
    return import_run(run_id)


def guide(slug: str) -> Article:
    found = db.session.scalar(select(Article.id).where(Article.slug == slug))
    assert found is not None, slug
    return article_by_id(found)


def body(slug: str) -> str:
    return guide(slug).newest_revision.body


def rows(run: ImportRun, kind: str) -> list[ImportRow]:
    return [row for row in all_rows_of_run(run) if row.kind == kind]


def losses(run: ImportRun) -> list[str]:
    return [f"{loss['what']}: {loss['why']}" for row in all_rows_of_run(run) for loss in row.losses]


def test_post_keeps_title_text_dates_author_category_tags_and_address() -> None:
    moved(
        wxr_tag("fit", "Fit"),
        wxr_item(
            7,
            "How a boot &amp; a sock fit",
            "<!-- wp:paragraph --><p>One <strong>thing</strong>.</p><!-- /wp:paragraph -->",
            slug="boot-fit",
            link=f"{SITE}/2024/03/boot-fit/",
            excerpt="Short words.",
            modified="2024-05-01 10:00:00",
            terms=[*IN_SHOES, ("post_tag", "fit", "Fit")],
        ),
    )
    article = guide("boot-fit")
    assert article.newest_revision.title == "How a boot & a sock fit"
    assert (article.newest_revision.summary, article.newest_revision.body) == ("Short words.", "One **thing**.\n")
    assert article.publish_at == datetime(2024, 3, 5, 7, 8, 9, tzinfo=UTC)
    assert article.revised_at == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert (article.author.name, article.category.name) == ("Mira Holt", "Shoes")
    assert [tag.name for tag in article.tags] == ["Fit"]
    assert target_of("/2024/03/boot-fit") == "/guides/boot-fit"
    assert state_of(article, clock.now()) is ArticleState.LIVE


@pytest.mark.parametrize(
    ("status", "date", "state"),
    [
        ("publish", "2024-03-05 07:08:09", ArticleState.LIVE),
        ("future", "2099-03-05 07:08:09", ArticleState.SCHEDULED),
        ("draft", "0000-00-00 00:00:00", ArticleState.DRAFT),
        ("pending", "2024-03-05 07:08:09", ArticleState.DRAFT),
        ("private", "2024-03-05 07:08:09", ArticleState.DRAFT),
    ],
)
def test_state_of_a_post_comes_along(status: str, date: str, state: ArticleState) -> None:
    moved(wxr_item(7, slug="boots", status=status, date=date, terms=IN_SHOES))
    assert state_of(guide("boots"), clock.now()) is state


def test_post_with_a_password_becomes_a_draft_and_says_so() -> None:
    run = moved(wxr_item(7, slug="boots", terms=IN_SHOES, post_password="secret"))
    assert state_of(guide("boots"), clock.now()) is ArticleState.DRAFT
    assert losses(run) == ["its password: Guides have no passwords: it is a draft."]


def test_links_between_posts_follow_them_whatever_their_order() -> None:
    moved(
        wxr_item(1, slug="a", content=f'<p><a href="{SITE}/b/">later</a></p>', terms=IN_SHOES),
        wxr_item(2, slug="b", content='<p><a href="/?p=1">earlier</a></p>', terms=IN_SHOES),
    )
    assert body("a") == "[later](guide:b)\n"
    assert body("b") == "[earlier](guide:a)\n"


def test_levels_of_categories_are_flattened_and_told() -> None:
    run = moved(
        wxr_category("boots", "Boots", parent="shoes"),
        wxr_item(1, slug="a", terms=[*IN_SHOES, ("category", "boots", "Boots")]),
    )
    assert guide("a").category.name == "Boots"
    assert [tag.name for tag in guide("a").tags] == ["Shoes"]
    assert losses(run) == [
        "its place below another category: Categories here have no levels.",
        "the category “Shoes”: A guide is in one category here; it is a tag now.",
    ]
    assert target_of("/category/shoes/boots") == "/category/boots"


def test_post_without_a_category_goes_where_the_author_said() -> None:
    moved(wxr_item(1, slug="a", terms=[("category", "uncategorized", "Uncategorized")]), category="notes")
    assert guide("a").category.slug == "notes"


def test_pages_come_along_only_when_a_category_is_chosen() -> None:
    page = wxr_item(3, slug="about", kind="page", link=f"{SITE}/about/")
    run = moved(page)
    assert [(row.outcome, row.reason) for row in rows(run, "page")] == [
        ("skipped", "Pages are left out unless a category for them is chosen.")
    ]
    moved(page, pages="notes")
    assert guide("about").category.slug == "notes"
    assert target_of("/about") == "/guides/about"


def test_pictures_come_from_the_folder_with_their_description(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "boot.jpg").write_bytes(picture_bytes())
    moved(
        wxr_item(
            9,
            kind="attachment",
            status="inherit",
            attachment_url=f"{SITE}/wp-content/uploads/2024/boot.jpg",
            meta={"_wp_attachment_image_alt": "A boot on a rock"},
        ),
        wxr_item(
            1,
            slug="a",
            content=f'<figure><img src="{SITE}{UPLOADS}2024/boot-300x200.jpg"><figcaption>Rain</figcaption></figure>',
            meta={"_thumbnail_id": "9"},
            terms=IN_SHOES,
        ),
        media_folder=tmp_path,
    )
    assert body("a") == '![](media:boot "Rain")\n'
    hero = guide("a").hero
    assert hero is not None
    assert hero.alt_text == "A boot on a rock"


def test_folder_gives_nothing_from_outside_of_it(tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(picture_bytes())
    (tmp_path / "uploads").mkdir()
    url = f"{SITE}/wp-content/uploads/../secret.jpg"
    run = moved(wxr_item(9, kind="attachment", attachment_url=url), media_folder=tmp_path / "uploads")
    assert [(row.outcome, row.reason) for row in rows(run, "attachment")] == [
        ("failed", "There is no ../secret.jpg in the folder.")
    ]


def test_missing_picture_is_told_and_the_next_run_puts_it_in_place(tmp_path: Path) -> None:
    parts = [
        wxr_item(9, kind="attachment", attachment_url=f"{SITE}/wp-content/uploads/boot.jpg"),
        wxr_item(1, slug="a", content=f'<p>Look.</p><img src="{SITE}/wp-content/uploads/boot.jpg">', terms=IN_SHOES),
    ]
    first = moved(*parts, media_folder=tmp_path)
    assert [row.outcome for row in rows(first, "attachment")] == ["failed"]
    (tmp_path / "boot.jpg").write_bytes(picture_bytes())
    second = moved(*parts, media_folder=tmp_path)
    assert [row.outcome for row in rows(second, "guide")] == ["updated"]
    assert "media:boot" in body("a")


def test_everything_in_the_file_is_counted_and_nothing_is_missing() -> None:
    run = moved(
        wxr_tag("fit", "Fit"),
        wxr_item(1, slug="a", terms=IN_SHOES, comments=3),
        wxr_item(2, kind="nav_menu_item"),
        wxr_item(3, kind="page"),
        wxr_item(4, kind="attachment", attachment_url=f"{SITE}/a.pdf"),
        wxr_item(5, status="trash"),
        wxr_item(6, kind="product", slug="sock"),
    )
    counts = {each.kind: (each.expected, each.missing) for each in reconciled(run)}
    assert counts == {
        **dict.fromkeys(["author", "category", "tag", "attachment", "product", "guide", "post", "page"], (1, 0)),
        "nav_menu_item": (1, 0),
        "comment": (3, 0),
    }
    assert [row.reason for row in rows(run, "comment")] == ["Comments do not come along: there are none here."]


FILE = (
    wxr_tag("fit", "Fit"),
    wxr_item(1, slug="a", content="<p>One</p>", terms=IN_SHOES),
    wxr_item(6, "Sock", slug="sock", kind="product", meta={"_product_url": "https://shop.example/sock"}),
)


def test_running_again_changes_nothing() -> None:
    moved(*FILE)
    before = guide("a").updated_at, db.session.scalar(select(func.count(Product.id)))
    run = moved(*FILE)
    outcomes = {row.outcome.value for row in all_rows_of_run(run)}
    assert outcomes == {"unchanged"}
    assert (guide("a").updated_at, db.session.scalar(select(func.count(Product.id)))) == before


def test_corrected_file_updates_what_nobody_edited_here() -> None:
    moved(wxr_item(1, slug="a", content="<p>One</p>", terms=IN_SHOES), wxr_item(2, slug="b", terms=IN_SHOES))
    edited = guide("b")
    edited.version += 1
    db.session.commit()
    run = moved(
        wxr_item(1, slug="a", content="<p>Two</p>", terms=IN_SHOES),
        wxr_item(2, slug="b", content="<p>New</p>", terms=IN_SHOES),
    )
    assert body("a") == "Two\n"
    assert body("b") == ""
    assert [(row.outcome.value, row.reason) for row in rows(run, "guide")] == [
        ("updated", ""),
        ("skipped", "Somebody edited it here since it was imported, so it was left alone."),
    ]


def test_dry_run_changes_nothing_and_tells_the_same() -> None:
    planned = moved(*FILE, dry_run=True)
    assert db.session.scalar(select(func.count(Article.id))) == 0
    assert planned.counts == moved(*FILE).counts


def test_killed_run_goes_on_where_it_was() -> None:
    posts = [wxr_item(number, slug=f"guide-{number}", terms=IN_SHOES) for number in range(1, 121)]

    def die(done: int, _total: int) -> None:
        if done > 60:
            raise SystemExit

    run_id = prepare_run(ImportKind.WORDPRESS, filename="old.xml", is_dry_run=False, by=None).id
    db.session.commit()
    with pytest.raises(SystemExit):
        import_wordpress(wxr(wxr_author(), SHOES, *posts), Running(run_id, on_progress=die), MoveOptions(), by=None)
    half = db.session.scalar(select(func.count(Article.id)))
    db.session.get_one(ImportRun, run_id).seen_at = clock.now() - timedelta(minutes=6)
    db.session.commit()
    run = moved(*posts)
    assert (half, db.session.scalar(select(func.count(Article.id)))) == (100, 120)
    assert run.counts["guide"] == {"unchanged": 100, "created": 20}


def test_product_that_is_sold_elsewhere_gets_an_offer_there() -> None:
    meta = {"_product_url": "https://shop.example/sock", "_price": "12.50", "_stock_status": "instock", "_sku": "S-1"}
    moved(
        wxr_item(
            6, "Sock", "<p>Soft.</p>", slug="sock", kind="product", meta=meta, terms=[("product_brand", "n", "Norrel")]
        ),
        wxr_item(
            1, slug="a", content='<p><a href="https://shop.example/sock">this</a> [product id="6"]</p>', terms=IN_SHOES
        ),
    )
    product = product_by_slug("sock")
    assert (product.full_name, product.mpn, product.description) == ("Norrel Sock", "S-1", "Soft.")
    [offer] = product.offers
    assert (offer.price_minor, offer.currency, offer.merchant.relationship_) == (1250, "USD", Relationship.AFFILIATE)
    assert body("a") == "[this](product:sock)\n\n::product[sock]\n"
    assert target_of("/sock") == "/products/sock"


def test_price_of_the_old_shop_itself_is_named_as_lost() -> None:
    run = moved(wxr_item(6, "Sock", slug="sock", kind="product", meta={"_price": "12"}))
    assert product_by_slug("sock").offers == []
    assert any(loss.startswith("its price of 12: It was sold by the old shop’s own checkout") for loss in losses(run))


def test_texts_of_a_product_end_where_there_is_no_more_room_and_that_is_told() -> None:
    brand = [("product_brand", "n", "N" * 99)]
    run = moved(wxr_item(6, "Sock " * 40, slug="sock", kind="product", excerpt="Soft. " * 70, terms=brand))
    product = product_by_slug("sock")
    assert (len(product.name) <= 120, len(product.summary) <= 300, len(product.brand.name) <= 80) == (True, True, True)
    [row] = [row for row in all_rows_of_run(run) if row.kind == "product"]
    assert {"the end of its name", "the end of its summary"} <= {loss["what"] for loss in row.losses}


def test_paid_link_of_many_words_becomes_a_product_all_the_same() -> None:
    url = f"https://{'shop' * 15}.{'shop' * 8}.example/ridge-runner"
    moved(wxr_item(1, slug="a", content=f'<p><a rel="sponsored" href="{url}">{"Ridge runner " * 20}</a></p>'))
    [offer] = offers_at([url]).popitem()[1]
    assert offer.product.name.startswith("Ridge runner")


def test_raw_link_to_a_known_merchant_leads_to_the_product_of_its_offer() -> None:
    shop = make_merchant(hosts=["shop.example"], relationship=Relationship.AFFILIATE)
    make_offer(make_product(slug="ridge"), merchant=shop, url="https://shop.example/ridge")
    moved(
        wxr_item(1, slug="a", content='<p><a href="https://www.shop.example/ridge?tag=x">Ridge</a></p>', terms=IN_SHOES)
    )
    assert body("a") == "[Ridge](product:ridge)\n"


def test_new_paid_link_becomes_a_product_with_an_offer_and_a_merchant() -> None:
    url = "https://new.example/p/ridge-runner-boot"
    run = moved(
        wxr_item(1, slug="a", content=f'<p><a rel="sponsored" href="{url}">Ridge Runner</a></p>', terms=IN_SHOES)
    )
    [offer] = offers_at([url])[address_key(url)]
    assert offer.product.name == "Ridge Runner"
    assert [merchant.name for merchant in merchants()] == ["new.example"]
    assert body("a") == f"[Ridge Runner](product:{offer.product.slug})\n"
    assert [row.outcome for row in rows(run, "offer")] == ["created"]


def test_paid_link_that_names_no_product_stays_and_is_told() -> None:
    content = '<p><a rel="sponsored" href="https://amzn.example/3xYz">Check the price</a></p>'
    run = moved(wxr_item(1, slug="a", content=content, terms=IN_SHOES))
    [row] = rows(run, "offer")
    assert (row.outcome, row.reason.split(",")[0]) == ("skipped", "Neither its words nor its address name a product")
    assert body("a") == "[Check the price](https://amzn.example/3xYz)\n"


def test_reusable_block_stands_in_each_guide_that_uses_it() -> None:
    moved(
        wxr_item(5, kind="wp_block", content="<p>Shared.</p>"),
        wxr_item(1, slug="a", content='<!-- wp:block {"ref":5} /-->', terms=IN_SHOES),
    )
    assert body("a") == "Shared.\n"


def test_slug_that_is_taken_here_gets_a_number_and_the_old_address_leads_there() -> None:
    moved(wxr_item(1, slug="a", terms=IN_SHOES))
    imported(
        wxr(
            wxr_author(),
            SHOES,
            wxr_item(1, slug="a", link="https://two.example/x/a/", terms=IN_SHOES),
            site="https://two.example",
        )
    )
    assert guide("a-2").newest_revision.title == "A title"
    assert target_of("/x/a") == "/guides/a-2"


def test_author_and_category_that_are_here_already_are_used() -> None:
    moved(wxr_item(1, slug="a", terms=IN_SHOES))
    imported(wxr(wxr_author(), SHOES, wxr_item(2, slug="b", terms=IN_SHOES), site="https://two.example"))
    assert [author.name for author in authors()] == ["Mira Holt"]
    assert guide("b").category_id == guide("a").category_id


def test_file_that_ends_too_early_changes_nothing() -> None:
    whole = wxr(wxr_author(), SHOES, *(wxr_item(n, slug=f"g{n}", terms=IN_SHOES) for n in range(80))).getvalue()
    with pytest.raises(Unreadable):
        imported(BytesIO(whole[: len(whole) * 9 // 10]))
    assert db.session.scalar(select(func.count(Article.id))) == 0
    run = db.session.scalars(select(ImportRun)).one()
    assert (run.state, run.message.split(".")[0][:28]) == (RunState.FAILED, "The file ends in the middle,")


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (wxr_item(1, slug="a", date="2024-99-01 00:00:00", terms=IN_SHOES), "“2024-99-01 00:00:00” is no time."),
        (wxr_item(1, slug="a", content="x " * 150_000, terms=IN_SHOES), "This text has "),
    ],
)
def test_post_that_cannot_be_taken_says_why_and_the_others_come(item: str, reason: str) -> None:
    run = moved(item, wxr_item(2, slug="b", terms=IN_SHOES))
    failed, taken = rows(run, "guide")
    assert (failed.outcome, taken.outcome) == ("failed", "created")
    assert failed.reason.startswith(reason)
