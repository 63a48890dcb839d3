"""Guides: all of them, one, and those of a category, tag or author."""

from flask import render_template
from flask.typing import ResponseReturnValue

from ..catalog.queries import category_by_slug
from ..journal.guide_lists import guides_page
from ..journal.queries import author_by_slug, guide_by_slug, tag_by_slug
from ..presentation.guides import guide_page
from ..presentation.listings import category_page, guide_list
from ..presentation.profiles import author_box
from ..presentation.reading import this_reading
from ..web.addresses import page_number
from . import storefront


@storefront.get("/guides/")
def guides() -> ResponseReturnValue:
    """All guides, newest first."""
    page = guides_page(now=this_reading().now, number=page_number())
    return render_template("storefront/guides.html", page=guide_list(page, "/guides/"))


@storefront.get("/guides/<slug>")
def guide(slug: str) -> ResponseReturnValue:
    """One guide with its products."""
    reading = this_reading()
    article = guide_by_slug(slug, now=reading.now)
    return render_template("storefront/guide.html", page=guide_page(article, reading))


@storefront.get("/category/<slug>")
def category(slug: str) -> ResponseReturnValue:
    """Guides and products of a category, blended."""
    page = category_page(category_by_slug(slug), page_number(), this_reading())
    return render_template("storefront/category.html", page=page)


@storefront.get("/tags/<slug>")
def tag(slug: str) -> ResponseReturnValue:
    """Guides that carry a tag."""
    found = tag_by_slug(slug)
    page = guides_page(now=this_reading().now, number=page_number(), tag=found)
    return render_template("storefront/tag.html", name=found.name, page=guide_list(page, f"/tags/{slug}"))


@storefront.get("/authors/<slug>")
def author(slug: str) -> ResponseReturnValue:
    """An author's profile and latest entries."""
    found = author_by_slug(slug)
    page = guides_page(now=this_reading().now, number=page_number(), author=found)
    listing = guide_list(page, f"/authors/{slug}")
    return render_template("storefront/author.html", author=author_box(found), page=listing)
