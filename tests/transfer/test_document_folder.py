"""A folder of documents: guides with their pictures and links, and a second run that changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from crescendo.catalog.queries import categories
from crescendo.foundation.database import db
from crescendo.journal.actions import ArticleInput, save_draft
from crescendo.journal.desk_queries import article_by_id, authors
from crescendo.journal.models import Article
from crescendo.journal.queries import guide_ids_by_reference
from crescendo.media.models import Asset
from crescendo.redirects.queries import target_of
from crescendo.transfer.document_folder import DocumentFolder
from crescendo.transfer.document_import import import_documents
from crescendo.transfer.document_rows import Defaults
from crescendo.transfer.models import ImportKind, ImportRow, ImportRun, RunState
from crescendo.transfer.run_queries import all_rows_of_run, import_run, waiting_runs
from crescendo.transfer.run_reports import lines_of, reconciled
from crescendo.transfer.runs import Running, ask_to_cancel, prepare_run
from crescendo.web.application import Crescendo
from tests.factories.catalog import make_category
from tests.factories.documents import paragraph, picture, word_document
from tests.factories.journal import make_author, make_draft
from tests.factories.media import picture_bytes
from tests.meanwhile import on_sqlite, somebody_writes_while_drawing

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


def imported(root: Path, *, publishes: bool = False, is_dry_run: bool = False, cancelled_after: int = 0) -> ImportRun:
    """The run over a folder, which somebody cancels after so many files."""
    category, author = next(iter(categories()), None) or make_category(), next(iter(authors()), None) or make_author()
    defaults = Defaults(category.id, author.id)
    run_id = prepare_run(ImportKind.DOCUMENTS, source=str(root), filename=root.name, is_dry_run=is_dry_run, by=None).id
    db.session.commit()

    def cancel(done: int, _total: int) -> None:
        if cancelled_after and done == cancelled_after:
            ask_to_cancel(import_run(run_id), by=None)
            db.session.commit()

    running = Running(run_id, on_progress=cancel)
    import_documents(DocumentFolder(root), running, defaults, publishes=publishes, by=None)
    return import_run(run_id)


def run(root: Path, *, publishes: bool = False, is_dry_run: bool = False) -> dict[str, ImportRow]:
    """The rows of a run over a folder, by their files."""
    rows = all_rows_of_run(imported(root, publishes=publishes, is_dry_run=is_dry_run))
    return {row.external_key: row for row in reversed(list(rows))}


def guide(slug: str) -> Article:
    return article_by_id(guide_ids_by_reference([slug])[slug])


def test_files_become_drafts_with_links_and_pictures(write: Write) -> None:
    write("pictures/boot.png", picture_bytes())
    write("boots.md", "---\ntitle: Boots\n---\nSee [socks](care/socks.md#wool) and\n\n![A boot](pictures/boot.png)\n")
    root = write("care/socks.md", "# Socks\n\n## Wool\n\n[Back](../boots)\n")
    reports = run(root)
    assert {row.outcome for row in reports.values()} == {"created"}
    assert list(reports) == ["pictures/boot.png", "care/socks.md", "boots.md"]
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


def change_here(slug: str) -> None:
    """Let an author save a text of their own."""
    made = guide(slug)
    entry = ArticleInput(title="Ours", body="Ours.", category_id=made.category_id, author_id=made.author_id)
    save_draft(made, entry, version=made.version, by=None)
    db.session.commit()


def test_what_changed_in_a_file_does_not_undo_what_an_author_changed(write: Write) -> None:
    root = write("boots.md", "# Boots\n\nOld.\n")
    run(root)
    change_here("boots")
    write("boots.md", "# Boots\n\nNew.\n")
    row = run(root)["boots.md"]
    assert (row.outcome, row.reason) == (
        "skipped",
        "Somebody edited it here since it was imported, so it was left alone.",
    )
    assert guide("boots").newest_revision.body == "Ours."


def test_folder_that_moved_keeps_its_guides(write: Write, tmp_path: Path) -> None:
    root = write("boots.md", "# Boots\n\nOld.\n")
    run(root)
    moved = root.rename(tmp_path / "elsewhere")
    assert run(moved)["boots.md"].outcome == "unchanged"
    (moved / "boots.md").write_text("# Boots\n\nNew.\n")
    assert run(moved)["boots.md"].outcome == "updated"


def test_counts_of_the_folder_are_counts_of_the_report(write: Write) -> None:
    write("boot.png", picture_bytes())
    write("boots.md", "# Boots\n\n![A boot](boot.png)\n")
    write("bad.md", "No title.")
    root = write("notes/table.xlsx", "no document")
    counts = {each.kind: each for each in reconciled(imported(root))}
    assert (counts["guide"].expected, counts["guide"].missing) == (2, 0)
    assert {each: count for each, count in counts["guide"].outcomes.items() if count} == {"created": 1, "failed": 1}
    assert {each: count for each, count in counts["attachment"].outcomes.items() if count} == {
        "created": 1,
        "skipped": 1,
    }


def test_files_that_are_no_documents_are_named_as_left_out(write: Write) -> None:
    root = write("notes/table.xlsx", "no document")
    assert list(lines_of(run(root)["notes/table.xlsx"])) == ["It is no document, and none that came along shows it."]


def test_trial_tells_the_same_and_changes_nothing(write: Write) -> None:
    write("boot.png", picture_bytes())
    write("broken.png", b"no picture")
    write("bad.md", "No title.")
    root = write("boots.md", "# Boots\n\n![A boot](boot.png)\n\n![Another](broken.png)\n")
    trial = {name: (row.outcome, row.reason, row.losses) for name, row in run(root, is_dry_run=True).items()}
    assert not guide_ids_by_reference(["boots"])
    assert not db.session.scalars(select(Asset)).all()
    assert {name: (row.outcome, row.reason, row.losses) for name, row in run(root).items()} == trial
    assert [loss["what"] for loss in trial["boots.md"][2]] == ["picture"]


def test_cancelled_run_leaves_whole_guides_and_goes_on_when_run_again(write: Write) -> None:
    root = write("notes.txt.bak", "")
    for name in "abc":
        write(f"{name}.md", f"# {name}\n\n![{name}]({name}.png)\n")
        write(f"{name}.png", picture_bytes(size=(40, ord(name))))
    stopped = imported(root, cancelled_after=1)
    assert stopped.state is RunState.CANCELLED
    assert list(guide_ids_by_reference(list("abc"))) == ["a"]
    assert guide("a").newest_revision.body.startswith("![a](media:")
    assert [row.outcome for row in run(root).values() if row.kind == "guide"] == ["created", "created", "unchanged"]


def test_pictures_within_a_word_document_come_along(write: Write) -> None:
    root = write(
        "boots.docx", word_document(paragraph("Boots", style="Title"), picture("A boot"), image=picture_bytes())
    )
    run(root)
    [asset] = db.session.scalars(select(Asset))
    assert guide("boots").newest_revision.body == f"![A boot](media:{asset.key})\n"
    assert run(root)["boots.docx"].outcome == "unchanged"


@on_sqlite
def test_nobody_waits_while_pictures_are_drawn(write: Write) -> None:
    write("boot.png", picture_bytes())
    root = write("boots.md", "# Boots\n\n![A boot](boot.png)\n")
    with somebody_writes_while_drawing() as made:
        run(root)
    assert len(made) == 3
    assert guide("boots").newest_revision.body == "![A boot](media:boot)\n"


def test_draft_that_cannot_be_published_says_why_and_stays(write: Write) -> None:
    write("boot.png", picture_bytes())
    root = write("a.md", "---\ntitle: A\ndate: 2024-03-01\n---\n![](boot.png)\n")
    rows = [row for row in all_rows_of_run(imported(root, publishes=True)) if row.kind == "guide"]
    assert [row.outcome for row in rows] == ["created", "failed"]
    assert (rows[1].name, rows[1].reason[:25]) == ("Publishing a.md", "It stays a draft: Line 1:")
    assert guide("a").live_revision is None


def test_guides_are_published_once_and_never_over_an_author(write: Write) -> None:
    write("a.md", "---\ntitle: A\ndate: 2024-03-01\n---\nWords.\n")
    root = write("b.md", "---\ntitle: B\ndate: 2024-03-01\n---\nWords.\n")
    run(root)
    change_here("b")
    imported(root, publishes=True)
    assert (guide("a").publish_at is None, guide("b").publish_at) == (False, None)
    again = imported(root, publishes=True)
    assert [row.outcome for row in all_rows_of_run(again)] == ["unchanged", "unchanged"]


def test_old_addresses_lead_to_the_guide(write: Write) -> None:
    rows = run(write("boots.md", "---\ntitle: Boots\naliases: [/blog/boots/, 'https://a.example/x']\n---\nWords.\n"))
    assert target_of("/blog/boots") == "/guides/boots"
    assert [loss["what"] for loss in rows["boots.md"].losses] == ["old address"]


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
    assert (reports["bad.md"].outcome, reports["good.md"].outcome) == ("failed", "created")
    assert reports["bad.md"].reason.startswith(reason)
    assert "bad" not in guide_ids_by_reference(["bad"])


def test_two_files_with_one_address_are_told(write: Write) -> None:
    write("a/boots.md", "# One\n\nWords.\n")
    reports = run(write("b/boots.md", "# Two\n\nWords.\n"))
    assert reports["b/boots.md"].reason == "The file a/boots.md has the same address, /guides/boots."


def test_another_guide_at_the_address_is_left_alone(write: Write) -> None:
    make_draft("Boots", slug="boots", body="Ours.")
    row = run(write("boots.md", "# Boots\n\nTheirs.\n"))["boots.md"]
    assert (row.outcome, row.reason) == (
        "skipped",
        "The guide at /guides/boots was not made of this file, so it is left alone.",
    )


def test_nothing_outside_of_the_folder_is_read(write: Write, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(picture_bytes())
    (tmp_path / "secret.md").write_text("# Secret")
    root = write("a.md", "# A\n\n![x](../secret.png) ![y](/../secret.png) ![z](file:///etc/passwd) [s](../secret.md)\n")
    (root / "linked.md").symlink_to(tmp_path / "secret.md")
    reports = run(root)
    assert reports["linked.md"].reason == "It leads out of the folder, so it was not read."
    assert len(reports["a.md"].losses) == 4
    assert not db.session.scalars(select(Asset)).all()


def test_the_command_says_what_it_would_do(app: Crescendo, write: Write) -> None:
    make_category("Footwear", slug="footwear")
    make_author("Anna")
    root = write("boots.md", "# Boots\n\nWords.\n")
    arguments = ["import", "documents", str(root), "--category", "footwear", "--author", "anna"]
    runner = app.test_cli_runner()
    dry = runner.invoke(args=[*arguments, "--dry-run"])
    assert "Nothing was changed. It would be:\n  guide: 1 in the file, 1 created" in dry.output
    assert not guide_ids_by_reference(["boots"])
    assert '"created": 1' in runner.invoke(args=[*arguments, "--json"]).output
    assert guide_ids_by_reference(["boots"])


def test_the_command_refuses_names_that_nothing_has(app: Crescendo, write: Write) -> None:
    root = write("boots.md", "# Boots\n\nWords.\n")
    answer = app.test_cli_runner().invoke(args=["import", "documents", str(root), "--category", "shoes"])
    assert answer.exit_code == 1
    assert "There is no category “shoes”. There are: none yet." in answer.output


def test_command_that_finds_another_import_at_work_leaves_nothing_waiting(app: Crescendo, write: Write) -> None:
    root = write("boots.md", "# Boots\n\nWords.\n")
    busy = prepare_run(ImportKind.WORDPRESS, filename="a.xml", is_dry_run=False, by=None)
    db.session.commit()
    with Running(busy.id).under_way():
        answer = app.test_cli_runner().invoke(args=["import", "documents", str(root)])
    assert "Another import is running." in answer.output
    assert waiting_runs() == []
