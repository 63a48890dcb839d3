"""The form of an article: what it holds of a saved one, and what it says of a new state."""

from dataclasses import asdict
from typing import Any

from flask import current_app, url_for
from wtforms import BooleanField, DateField, StringField, TextAreaField
from wtforms.validators import Optional

from ..accounts.permissions import is_editor
from ..catalog.queries import categories
from ..journal.actions import ArticleInput
from ..journal.desk_queries import authors
from ..journal.models import Article
from ..journal.revisions import RevisionTexts, tidy
from ..media.queries import asset_choices
from ..web.forms import ChoiceField, ListField, SiteTimeField
from .access import me
from .saving import NumberField, StudioForm, required


class ArticleForm(StudioForm):
    """Everything an author says of an article. `revision` is the number of the one that the form was filled from."""

    revision = NumberField(default=0)
    title = StringField("Title", [required("Give the guide a title. It can change later.")])
    slug = StringField(
        "Address",
        description="The last part of the guide’s address. Leave it empty to make one from the title.",
        render_kw={"spellcheck": "false", "autocapitalize": "none"},
    )
    summary = TextAreaField(
        "Summary",
        description="One or two sentences that lists, search engines and the top of the guide show.",
        render_kw={"rows": 3},
    )
    body = TextAreaField(
        "Text",
        description="In the editor, type / for products, picks, pictures and tables. "
        "As Markdown, their forms are listed below the text.",
        render_kw={"rows": 32, "spellcheck": "true"},
    )
    category = ChoiceField("Category")
    author = ChoiceField("Author")
    tags = ListField("Tags", description="Separated by commas. New ones are created.")
    hero = ChoiceField("Lead picture", empty="No picture")
    seo_title = StringField("Title for search engines", description="Empty: the guide’s own title.")
    seo_description = TextAreaField(
        "Description for search engines", description="Empty: the summary.", render_kw={"rows": 2}
    )
    publish_at = SiteTimeField("Publish at", [Optional()])
    unpublish_at = SiteTimeField(
        "Withdraw at", [Optional()], description="When readers stop seeing the guide. Empty: never."
    )
    review_on = DateField("Next review", [Optional()], description="When somebody should read it again.")
    substantive = BooleanField(
        "Date this as a substantive update", description="Readers see “Updated” with today’s date."
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.category.offer([(category.id, category.name) for category in categories()])
        self.author.offer([(author.id, author.name) for author in authors()])
        self.hero.offer(asset_choices())
        self.body.render_kw = {**self.body.render_kw, **_editor_places()}
        zone = current_app.config["SETTINGS"].timezone
        self.publish_at.description = f"For “Schedule”. In the time of the site, {zone}."

    def entry(self) -> ArticleInput:
        """What the form says, for the domain."""
        return ArticleInput(
            title=self.title.data or "",
            category_id=self.category.data,
            author_id=self.author.data,
            slug=(self.slug.data or "").strip(),
            summary=self.summary.data or "",
            body=self.body.data or "",
            tags=self.tags.data,
            hero_id=self.hero.data,
            seo_title=self.seo_title.data or "",
            seo_description=self.seo_description.data or "",
            unpublish_at=self.unpublish_at.data,
            review_on=self.review_on.data,
        )

    def texts(self) -> RevisionTexts:
        """What the form says of the texts alone."""
        return tidy(
            RevisionTexts(
                title=self.title.data or "",
                summary=self.summary.data or "",
                body=self.body.data or "",
                seo_title=self.seo_title.data or "",
                seo_description=self.seo_description.data or "",
            )
        )

    def take(self, texts: RevisionTexts) -> None:
        """Let the form say `texts`."""
        for name, text in asdict(texts).items():
            self[name].data, self[name].raw_data = text, None


def _editor_places() -> dict[str, str]:
    """Where the editor asks and sends, as attributes of the text's field."""
    return {
        "data-pickers": url_for("studio.choose_products").removesuffix("products"),
        "data-upload": url_for("studio.upload"),
        "data-new-product": url_for("studio.editors.new_product") if is_editor(me()) else "",
    }


def values_of(article: Article) -> dict[str, Any]:
    """What the form of a saved article holds: the newest texts, whether readers see them or not."""
    revision = article.newest_revision
    return {
        "version": article.version,
        "revision": revision.number,
        "title": revision.title,
        "slug": article.slug,
        "summary": revision.summary,
        "body": revision.body,
        "category": article.category_id,
        "author": article.author_id,
        "tags": [tag.name for tag in article.tags],
        "hero": article.hero_id,
        "seo_title": revision.seo_title,
        "seo_description": revision.seo_description,
        "publish_at": article.publish_at,
        "unpublish_at": article.unpublish_at,
        "review_on": article.review_on,
    }
