"""The slots of a body where no stylesheet reaches: plain elements, full addresses, no prices, which would go stale."""

from markupsafe import Markup, escape

from ..foundation.urls import guide_path, product_path
from ..journal import markup
from ..media.models import Asset
from ..media.renditions import rendition_path, widths_of
from .bodies import Body
from .embeds import EVIDENCE_WORDS, ROLE_WORDS, Embeds, without_price
from .pictures import picture_of
from .reading import Reading


def plain_body(body: Body) -> str:
    """The text of a guide behind what must be said of its paid links: a feed is read far from the page."""
    said = (*body.disclosure.sentences, *body.disclosure.programmes) if body.disclosure else ()
    return Markup().join([*(Markup("<p>{}</p>").format(sentence) for sentence in said), body.html])


class PlainEmbeds(Embeds):
    """Fills the slots of a body for a feed."""

    def _product(self, slug: str, text: str = "") -> Markup:
        product = self._shelf.products.get(slug)
        if product is None:
            return escape(text or slug)
        address = f"{self._reading.url}{product_path(product.slug)}"
        return Markup('<a href="{}">{}</a>').format(address, text or product.full_name)

    def _product_card(self, slot: markup.ProductCard) -> str:
        return Markup("<p>{}{}</p>").format(self._product(slot.slug), f": {slot.note}" if slot.note else "")

    def _pick(self, slot: markup.Pick) -> str:
        head = Markup("<p><strong>{}: {}</strong></p>").format(ROLE_WORDS[slot.role], self._product(slot.slug))
        evidence = EVIDENCE_WORDS.get(slot.evidence, "")
        foot = Markup("<p>{}</p>").format(evidence) if evidence else Markup()
        points = Markup().join(
            Markup("<li>{} {}</li>").format(sign, self.fill(item))
            for sign, items in (("+", slot.pros), ("–", slot.cons))
            for item in items
        )
        return head + self.fill(slot.verdict) + (Markup("<ul>{}</ul>").format(points) if points else Markup()) + foot

    def _comparison(self, slot: markup.Comparison) -> str:
        items = Markup().join(Markup("<li>{}</li>").format(self._product(slug)) for slug in slot.slugs)
        return Markup("<ul>{}</ul>").format(items)

    def _product_link(self, slot: markup.ProductLink) -> str:
        product = self._shelf.products.get(slot.slug)
        content = self.fill(slot.content)
        if product is None:
            return content
        return Markup('<a href="{}{}">{}</a>').format(self._reading.url, product_path(product.slug), content)

    def _guide_link(self, slot: markup.GuideLink) -> str:
        guide = self._shelf.guides.get(slot.slug)
        content = self.fill(slot.content)
        if guide is None:
            return content
        return Markup('<a href="{}{}">{}</a>').format(self._reading.url, guide_path(guide.slug), content)

    def _price(self, slot: markup.PriceToken) -> str:
        return without_price(slot.fallback)

    def _figure(self, slot: markup.Figure) -> str:
        caption = Markup("<figcaption>{}</figcaption>").format(slot.caption) if slot.caption else ""
        return Markup("<figure>{}{}</figure>").format(self._image(slot.key, slot.alt), caption)

    def _picture(self, slot: markup.Picture) -> str:
        return self._image(slot.key, slot.alt)

    def _image(self, key: str, alt: str) -> Markup:
        asset = self._shelf.pictures.get(key)
        if asset is None:
            return escape(alt)
        picture = picture_of(asset, alt=alt)
        return Markup('<img src="{}{}" alt="{}" width="{}" height="{}">').format(
            self._reading.url, picture.src, picture.alt, picture.width, picture.height
        )


class PostEmbeds(PlainEmbeds):
    """Fills the slots of a body for another system, which fetches the pictures and keeps them."""

    def _image(self, key: str, alt: str) -> Markup:
        asset = self._shelf.pictures.get(key)
        if asset is None:
            return escape(alt)
        address = address_of_picture(asset, self._reading)
        return Markup('<img src="{}" alt="{}">').format(address, alt or asset.alt_text)


def address_of_picture(asset: Asset, reading: Reading) -> str:
    """Where the largest size of a picture can be fetched; the upload itself is never served."""
    width = widths_of(asset.width)[-1]
    return f"{reading.url}/media/{rendition_path(asset.sha256, width, 'webp')}"


def plain_sources(body: Body) -> Markup:
    """The list of sources as it stands at the end of a text; empty where there are none."""
    if not body.sources:
        return Markup()
    items = (Markup('<li id="{}">{}</li>').format(source.anchor, source.html) for source in body.sources)
    return Markup("<h2>Sources</h2><ol>{}</ol>").format(Markup().join(items))
