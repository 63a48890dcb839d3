"""Reading questions with their answers: of two WordPress plugins, and of parts that fold away."""

from .context import Element, Handler, Reading, Style
from .escaping import one_line
from .flow import Flow
from .model import STRONG, Block, Container, Heading, Inline, Paragraph, Picture, Run

_ITEMS = {"schema-faq-section": "schema-faq-question", "rank-math-list-item": "rank-math-question"}
_ITEMS["rank-math-faq-item"] = "rank-math-question"


def _division(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    classes = set(element.get("class", "").split())
    question = next((_ITEMS[name] for name in _ITEMS if name in classes), None)
    asked = None if question is None else _by_class(element, question)
    flow.end()
    if asked is None:
        reading.walk(element, flow, style)
    else:
        _put_question(reading, element, asked, flow, style)
    flow.end()


def _details(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    summary = element.find("summary")
    if summary is None:
        flow.end()
        reading.walk(element, flow, style)
        flow.end()
        return
    if one_line("".join(summary.itertext())).endswith(("?", "？")):
        _put_question(reading, element, summary, flow, style)
        return
    reading.hidden.add(summary)
    flow.end()
    title = reading.inner(summary, style._replace(marks=style.marks | STRONG))
    reading.lose("part that folds away", "It is always open now.")
    flow.blocks += [*title.blocks, *reading.inner(element, style).blocks]


def _put_question(reading: Reading, element: Element, asked: Element, flow: Flow, style: Style) -> None:
    """A question of an FAQ, with the rest of `element` as its answer."""
    reading.hidden.add(asked)
    said = reading.inner(asked, style).inlines()
    question: list[Inline] = [each for each in said if not isinstance(each, Picture)]
    for each in question:
        if isinstance(each, Run):
            each.marks, each.link = 0, ""
    heading = reading.heading
    answer = reading.inner(element, style).blocks
    reading.heading = heading
    flow.put(Container("faq", "", [Heading(3, question), *map(_below, answer)]))


def _below(block: Block) -> Block:
    """Headings of an answer are bold words: a heading would be the next question."""
    if not isinstance(block, Heading):
        return block
    for each in block.content:
        if isinstance(each, Run):
            each.marks |= STRONG
    return Paragraph(block.content)


def _by_class(element: Element, name: str) -> Element | None:
    return next((each for each in element.iter() if name in (each.get("class") or "").split()), None)


QUESTIONS: dict[str, Handler] = {"div": _division, "details": _details}
