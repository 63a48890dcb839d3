"""A folder of documents: guides with their pictures and links, and a second run that changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from crescendo.catalog.taxonomy import Category
from crescendo.foundation.database import db
from crescendo.journal.actions import save_draft
from crescendo.journal.desk_queries import article_by_id
from crescendo.journal.models import Article
from crescendo.journal.queries import guide_ids_by_reference
from crescendo.media.models import Asset
from crescendo.redirects.queries import target_of
from crescendo.transfer.document_folder import DocumentFolder, FileReport
from crescendo.transfer.document_import import Defaults, import_file, publish_file
from crescendo.transfer.guide_documents import entry_of
from crescendo.web.application import Crescendo
from tests.factories.catalog import make_category
from tests.factories.journal import make_author, make_draft
from tests.factories.media import picture_bytes

pytestmark = pytest.mark.usefixtures("app")
FACTS = "title: Boots\nimage: boot.png\ntags: [Wool, Feet]\ncategory: footwear\nauthor: anna\n"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of the folder."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / "posts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "posts"

    return write


def run(root: Path, *, publishes: bool = False, category: Category | None = None) -> dict[str, FileReport]:
    folder = DocumentFolder(root)
    defaults = Defaults(category or make_category(), make_author())
    reports = [import_file(folder, path, defaults, by=None) for path in folder.files]
    if publishes:
        reports = [publish_file(report, by=None) for report in reports]
    db.session.commit()
    return {report.file: report for report in reports}


def guide(slug: str) -> Article:
    return article_by_id(guide_ids_by_reference([slug])[slug])


def test_files_become_drafts_with_links_and_pictures(write: Write) -> None:
    write("pictures/boot.png", picture_bytes())
    write("boots.md", "---\ntitle: Boots\n---\nSee [socks](care/socks.md#wool) and\n\n![A boot](pictures/boot.png)\n")
    root = write("care/socks.md", "# Socks\n\n## Wool\n\n[Back](../boots)\n")
    reports = run(root)
    assert {report.outcome for report in reports.values()} == {"created"}
    assert guide("boots").newest_revision.body == "See [socks](guide:socks#wool) and\n\n![A boot](media:boot)\n"
    assert guide("socks").newest_revision.body == "## Wool\n\n[Back](guide:boots)\n"
    assert guide("boots").live_revision is None


def test_a_second_run_changes_nothing(write: Write) -> None:
    write("boot.png", picture_bytes())
    root = write(
        "boots.md",
        "---\ntitle: Boots\nimage: boot.png\ntags: [Wool, Feet]\ncategory: footwear\nauthor: anna\n---\nWords.\n",
    )
    make_category("Footwear", slug="footwear")
    make_author("Anna")
    run(root)
    assert run(root)["boots.md"].outcome == "unchanged"
    assert guide("boots").newest_revision.number == 1
    assert len(db.session.scalars(select(Asset)).all()) == 1


def test_what_changed_in_a_file_comes_to_its_guide(write: Write) -> None:
    root = write("boots.md", "---\ntitle: Boots\ncategory: footwear\n---\nOld.\n")
    make_category("Footwear", slug="footwear")
    run(root)
    write("boots.md", "---\ntitle: Boots\ncategory: footwear\n---\nNew.\n")
    assert run(root)["boots.md"].outcome == "updated"
    assert guide("boots").newest_revision.body == "New.\n"


def test_a_guide_that_was_changed_here_is_left_alone(write: Write) -> None:
    root = write("boots.md", "# Boots\n\nOld.\n")
    run(root)
    made = guide("boots")
    folder = DocumentFolder(root)
    entry = entry_of(folder.read(folder.files[0]), category_id=made.category_id, author_id=made.author_id)
    save_draft(made, type(entry)(**{**entry.__dict__, "body": "Ours."}), version=made.version, by=None)
    db.session.commit()
    report = run(root)["boots.md"]
    assert report.outcome == "refused"
    assert report.reason == "The guide at /guides/boots was written or changed here, so it is left alone."
    assert guide("boots").newest_revision.body == "Ours."


def test_old_addresses_lead_to_the_guide(write: Write) -> None:
    report = run(write("boots.md", "---\ntitle: Boots\naliases: [/blog/boots/, 'https://a.example/x']\n---\nWords.\n"))
    assert target_of("/blog/boots") == "/guides/boots"
    assert [loss.what for loss in report["boots.md"].losses] == ["old address"]


def test_dated_files_are_published_when_asked(write: Write) -> None:
    write("a.md", "---\ntitle: A\ndate: 2024-03-01\n---\nSee [b](b.md).\n")
    write("b.md", "---\ntitle: B\ndate: 2099-03-01\n---\nWords.\n")
    write("c.md", "---\ntitle: C\ndate: 2024-03-01\ndraft: true\n---\nWords.\n")
    root = write("d.md", "---\ntitle: D\n---\nWords.\n")
    run(root, publishes=True)
    dates = {slug: guide(slug).publish_at for slug in "abcd"}
    assert dates["a"] is not None
    assert (dates["a"].year, dates["b"] and dates["b"].year, dates["c"], dates["d"]) == (2024, 2099, None, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Words.", "The file says no title. Write one above its text, as title: or as a heading."),
        ("---\ntitle: A\ncategory: Shoes\n---\n", "There is no category “Shoes”. Make it first, or name another."),
        ("---\ntitle: A\ndate: soon\n---\n", "“soon” is no time for date: write 2026-11-20 or 2026-11-20 14:30."),
        (f"---\ntitle: A\n---\n{'x' * 200_001}", "This text has more than 200,000 characters."),
    ],
)
def test_a_bad_file_changes_nothing_and_does_not_hold_up_the_others(write: Write, text: str, reason: str) -> None:
    write("bad.md", text)
    root = write("good.md", "# Good\n\nWords.\n")
    reports = run(root)
    assert (reports["bad.md"].outcome, reports["good.md"].outcome) == ("refused", "created")
    assert reports["bad.md"].reason.startswith(reason)
    assert "bad" not in guide_ids_by_reference(["bad"])


def test_two_files_with_one_address_are_told(write: Write) -> None:
    write("a/boots.md", "# One\n\nWords.\n")
    reports = run(write("b/boots.md", "# Two\n\nWords.\n"))
    assert reports["b/boots.md"].reason == "The file a/boots.md has the same address, /guides/boots."


def test_another_guide_at_the_address_is_left_alone(write: Write) -> None:
    make_draft("Boots", slug="boots", body="Ours.")
    assert run(write("boots.md", "# Boots\n\nTheirs.\n"))["boots.md"].outcome == "refused"


def test_nothing_outside_of_the_folder_is_read(write: Write, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(picture_bytes())
    (tmp_path / "secret.md").write_text("# Secret")
    root = write("a.md", "# A\n\n![x](../secret.png) ![y](/../secret.png) ![z](file:///etc/passwd) [s](../secret.md)\n")
    (root / "linked.md").symlink_to(tmp_path / "secret.md")
    reports = run(root)
    assert list(reports) == ["a.md"]
    assert len(reports["a.md"].losses) == 4
    assert not db.session.scalars(select(Asset)).all()


def test_the_command_says_what_it_would_do(app: Crescendo, write: Write) -> None:
    make_category("Footwear", slug="footwear")
    make_author("Anna")
    root = write("boots.md", "# Boots\n\nWords.\n")
    arguments = ["import", "documents", str(root), "--category", "footwear", "--author", "anna"]
    runner = app.test_cli_runner()
    dry = runner.invoke(args=[*arguments, "--dry-run"])
    assert "Nothing was changed. It would be: 1 created, 0 updated, 0 unchanged, 0 refused." in dry.output
    assert not guide_ids_by_reference(["boots"])
    assert '"created": 1' in runner.invoke(args=[*arguments, "--json"]).output
    assert guide_ids_by_reference(["boots"])


def test_the_command_refuses_names_that_nothing_has(app: Crescendo, write: Write) -> None:
    root = write("boots.md", "# Boots\n\nWords.\n")
    answer = app.test_cli_runner().invoke(args=["import", "documents", str(root), "--category", "shoes"])
    assert answer.exit_code == 1
    assert "There is no category “shoes”. There are: none yet." in answer.output
