"""Telegram's HTML, read as strictly as Telegram reads it."""

import pytest

from service.local.telegram import markup
from service.local.telegram.refusal import Refusal


def test_offsets_count_utf16_units() -> None:
    """An emoji before a bold word counts as two units."""
    text, entities = markup.parse_html("💪 <b>сила</b>")
    assert text == "💪 сила"
    assert entities == [{"type": "bold", "offset": 3, "length": 4}]


@pytest.mark.parametrize(
    ("source", "kind", "more"),
    [
        ("<strong>x</strong>", "bold", {}),
        ("<em>x</em>", "italic", {}),
        ("<ins>x</ins>", "underline", {}),
        ("<del>x</del>", "strikethrough", {}),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler", {}),
        ('<span class="tg-spoiler">x</span>', "spoiler", {}),
        ("<code>x</code>", "code", {}),
        ("<pre>x</pre>", "pre", {}),
        ('<pre><code class="language-py">x</code></pre>', "pre", {"language": "py"}),
        ("<blockquote>x</blockquote>", "blockquote", {}),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote", {}),
        (
            '<a href="https://a.example/?q=1&amp;r">x</a>',
            "text_link",
            {"url": "https://a.example/?q=1&r"},
        ),
        ('<a href="example.org">x</a>', "text_link", {"url": "http://example.org/"}),
        (
            '<tg-emoji emoji-id="5368324170671202286">x</tg-emoji>',
            "custom_emoji",
            {"custom_emoji_id": "5368324170671202286"},
        ),
        (
            '<tg-time unix="1647531900" format="wDT">x</tg-time>',
            "date_time",
            {"unix_time": 1647531900, "date_time_format": "wDT"},
        ),
    ],
)
def test_each_tag_becomes_its_entity(source: str, kind: str, more: dict) -> None:
    """Each tag Telegram knows gives one entity over its text."""
    text, entities = markup.parse_html(source)
    assert text == "x"
    assert entities == [{"type": kind, "offset": 0, "length": 1, **more}]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("a <br> b", 'Unsupported start tag "br" at byte offset 2'),
        ("жим <x>", 'Unsupported start tag "x" at byte offset 7'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("80 < 90", 'Unsupported start tag "" at byte offset 3'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_bad_markup_is_refused(source: str, why: str) -> None:
    """What does not parse is refused, naming the byte."""
    with pytest.raises(Refusal) as refused:
        markup.parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&lt;b&gt; &amp; &quot;", '<b> & "'),
        ("&#1046;&#x41;", "ЖA"),
        ("&nbsp;&copy; & &;", "&nbsp;&copy; & &;"),
        ("&#0;&#xD800;&#x110000;", "&#0;&#xD800;&#x110000;"),
    ],
)
def test_only_four_named_references_are_known(source: str, text: str) -> None:
    """Unknown references stay as they were written."""
    assert markup.parse_html(source) == (text, [])


def test_trimming_moves_entities() -> None:
    """Space at the ends goes, and what stood behind it moves."""
    text, entities = markup.tidy(*markup.parse_html("  \n<b> 80 </b> kg \n"))
    assert text == "80 </b> kg".replace("</b>", "")
    assert entities == [{"type": "bold", "offset": 0, "length": 3}]


def test_commands_and_tags_are_found_without_markup() -> None:
    """Telegram marks commands, mentions, hashtags and links by itself."""
    found = markup.find_entities("/start #leg @anna_lifts https://a.example", [])
    assert [(entity["type"], entity["offset"]) for entity in found] == [
        ("bot_command", 0),
        ("hashtag", 7),
        ("mention", 12),
        ("url", 24),
    ]
