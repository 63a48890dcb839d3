"""A blog with products as a tutorial would have it, with our content: what the making of our pages is measured by.

Models with lazy relationships, Markdown that is rendered for each view, LIKE for searching, a sidebar on each page. It
knows no drafts, schedules, prices that expire, disclosures or safety.
"""

import os
import sqlite3
import sys
from pathlib import Path

from flask import Flask, abort, render_template, request
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from markdown_it import MarkdownIt
from markupsafe import Markup

BASE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{% block title %}Blog{% endblock %}</title></head>
<body><header><a href="/">Blog</a> <a href="/guides/">Guides</a> <a href="/products/">Products</a></header>
<main>{% block main %}{% endblock %}</main>
<aside>
<h2>Categories</h2>
<ul>{% for each in categories %}
  <li><a href="/category/{{ each.slug }}">{{ each.name }}</a></li>{% endfor %}</ul>
<h2>Latest</h2>
<ul>{% for post in latest %}
  <li><a href="/guides/{{ post.slug }}">{{ post.title }}</a>
  {{ post.category.name }}, {{ post.author.name }}</li>{% endfor %}</ul>
</aside></body></html>"""
CARDS = """{% macro post_card(post) %}<article>
<h2><a href="/guides/{{ post.slug }}">{{ post.title }}</a></h2>
<p>{{ post.category.name }}, {{ post.author.name }}, {{ post.created }}</p><p>{{ post.summary }}</p>
</article>{% endmacro %}
{% macro product_card(product) %}<article>
<h3><a href="/products/{{ product.slug }}">{{ product.brand.name }} {{ product.name }}</a></h3>
<p>{{ product.summary }}</p>
<ul>{% for offer in product.offers %}
  <li><a href="{{ offer.url }}">{{ offer.shop.name }}: ${{ "%.2f"|format(offer.price / 100) }}</a></li>{% endfor %}</ul>
</article>{% endmacro %}"""
LIST = """{% extends "base" %}{% from "cards" import post_card, product_card %}
{% block main %}<h1>{{ title }}</h1>
{% for post in posts %}{{ post_card(post) }}{% endfor %}
{% for product in products %}{{ product_card(product) }}{% endfor %}
{% if pages %}<p>{{ pages.page }} of {{ pages.pages }}</p>{% endif %}{% endblock %}"""
POST = """{% extends "base" %}{% from "cards" import post_card, product_card %}
{% block title %}{{ post.title }}{% endblock %}
{% block main %}<h1>{{ post.title }}</h1><p>{{ post.author.name }}, {{ post.created }}</p>
<p>{% for tag in post.tags %}<a href="/tags/{{ tag.slug }}">{{ tag.name }}</a> {% endfor %}</p>
{{ post.body|markdown }}
<h2>Products</h2>{% for product in post.products %}{{ product_card(product) }}{% endfor %}
<h2>Related</h2>{% for other in related %}{{ post_card(other) }}{% endfor %}{% endblock %}"""
PRODUCT = """{% extends "base" %}{% from "cards" import post_card, product_card %}
{% block main %}<h1>{{ product.name }}</h1>
{{ product_card(product) }}{{ product.description|markdown }}
<h2>Guides</h2>{% for post in product.posts %}{{ post_card(post) }}{% endfor %}{% endblock %}"""
PAGE = 12

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{os.environ['TEXTBOOK_DATABASE']}"
app.jinja_loader = DictLoader({"base": BASE, "cards": CARDS, "list": LIST, "post": POST, "product": PRODUCT})
db = SQLAlchemy(app)
markdown = MarkdownIt("commonmark").enable("table")

post_tags = db.Table(
    "post_tags", db.Column("post_id", db.ForeignKey("post.id")), db.Column("tag_id", db.ForeignKey("tag.id"))
)
post_products = db.Table(
    "post_products",
    db.Column("post_id", db.ForeignKey("post.id")),
    db.Column("product_id", db.ForeignKey("product.id")),
)


class Named:
    id = db.Column(db.Integer, primary_key=True)
    slug = db.Column(db.String(80), unique=True)
    name = db.Column(db.String(200))


class Category(Named, db.Model):
    posts = db.relationship("Post", backref="category", lazy="dynamic")
    products = db.relationship("Product", backref="category", lazy="dynamic")


class Author(Named, db.Model):
    posts = db.relationship("Post", backref="author", lazy="dynamic")


class Tag(Named, db.Model):
    pass


class Brand(Named, db.Model):
    products = db.relationship("Product", backref="brand")


class Shop(Named, db.Model):
    offers = db.relationship("Offer", backref="shop")


class Product(Named, db.Model):
    summary = db.Column(db.Text)
    description = db.Column(db.Text)
    brand_id = db.Column(db.ForeignKey("brand.id"))
    category_id = db.Column(db.ForeignKey("category.id"))
    offers = db.relationship("Offer", backref="product")


class Offer(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    product_id = db.Column(db.ForeignKey("product.id"), index=True)
    shop_id = db.Column(db.ForeignKey("shop.id"))
    url = db.Column(db.String(200))
    price = db.Column(db.Integer)


class Post(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    slug = db.Column(db.String(80), unique=True)
    title = db.Column(db.String(200))
    summary = db.Column(db.Text)
    body = db.Column(db.Text)
    created = db.Column(db.DateTime, index=True)
    category_id = db.Column(db.ForeignKey("category.id"))
    author_id = db.Column(db.ForeignKey("author.id"))
    tags = db.relationship(Tag, secondary=post_tags, backref="posts")
    products = db.relationship(Product, secondary=post_products, backref="posts")


@app.template_filter("markdown")
def as_html(text: str) -> Markup:
    return Markup(markdown.render(text))  # noqa: S704 (the words are our own)


@app.context_processor
def sidebar() -> dict[str, object]:
    latest = Post.query.order_by(Post.created.desc()).limit(5).all()
    return {"categories": Category.query.all(), "latest": latest}


@app.get("/")
def home() -> str:
    latest = Post.query.order_by(Post.created.desc()).limit(PAGE).all()
    return render_template("list", title="Home", posts=latest, products=Product.query.limit(8).all())


@app.get("/guides/")
def guides() -> str:
    pages = Post.query.order_by(Post.created.desc()).paginate(per_page=PAGE)
    return render_template("list", title="Guides", posts=pages.items, pages=pages)


@app.get("/guides/<slug>")
def guide(slug: str) -> str:
    post = Post.query.filter_by(slug=slug).first() or abort(404)
    related = Post.query.filter(Post.category_id == post.category_id, Post.id != post.id)
    return render_template("post", post=post, related=related.order_by(Post.created.desc()).limit(3).all())


@app.get("/category/<slug>")
def category(slug: str) -> str:
    shelf = Category.query.filter_by(slug=slug).first() or abort(404)
    pages = shelf.posts.order_by(Post.created.desc()).paginate(per_page=PAGE)
    products = shelf.products.order_by(Product.name).limit(8).all()
    return render_template("list", title=shelf.name, posts=pages.items, products=products, pages=pages)


@app.get("/products/")
def products() -> str:
    pages = Product.query.order_by(Product.name).paginate(per_page=24)
    return render_template("list", title="Products", products=pages.items, pages=pages)


@app.get("/products/<slug>")
def product(slug: str) -> str:
    return render_template("product", product=Product.query.filter_by(slug=slug).first() or abort(404))


@app.get("/search")
def search() -> str:
    words = [f"%{word}%" for word in request.args["q"].split()]
    posts = Post.query.filter(*(Post.title.like(word) | Post.body.like(word) for word in words))
    found = Product.query.filter(*(Product.name.like(word) | Product.description.like(word) for word in words))
    pages = posts.order_by(Post.created.desc()).paginate(per_page=PAGE)
    return render_template("list", title="Search", posts=pages.items, products=found.limit(PAGE).all(), pages=pages)


COPY = """
INSERT INTO category (id, slug, name) SELECT id, slug, name FROM site.categories;
INSERT INTO author (id, slug, name) SELECT id, slug, name FROM site.author_profiles;
INSERT INTO tag (id, slug, name) SELECT id, slug, name FROM site.tags;
INSERT INTO brand (id, slug, name) SELECT id, slug, name FROM site.brands;
INSERT INTO shop (id, slug, name) SELECT id, slug, name FROM site.merchants;
INSERT INTO product (id, slug, name, summary, description, brand_id, category_id)
  SELECT id, slug, name, summary, description, brand_id, category_id FROM site.products;
INSERT INTO offer (id, product_id, shop_id, url, price)
  SELECT id, product_id, merchant_id, url, price_minor FROM site.offers;
INSERT INTO post (id, slug, title, summary, body, created, category_id, author_id)
  SELECT articles.id, articles.slug, title, summary, body, publish_at, category_id, author_id
  FROM site.articles JOIN site.revisions ON revisions.id = articles.live_revision_id;
INSERT INTO post_tags SELECT article_id, tag_id FROM site.article_tags;
INSERT INTO post_products SELECT DISTINCT article_id, product_id
  FROM site.mentions JOIN site.revisions ON revisions.id = mentions.revision_id;
"""


def copy(site: Path, database: Path) -> None:
    """The same guides and products as in the database of our own site."""
    db.create_all()
    with sqlite3.connect(database) as connection:
        connection.execute("ATTACH ? AS site", [str(site)])
        connection.executescript(COPY)


if __name__ == "__main__":
    with app.app_context():
        copy(Path(sys.argv[1]), Path(os.environ["TEXTBOOK_DATABASE"]))
