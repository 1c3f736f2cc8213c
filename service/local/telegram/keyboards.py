"""Keyboards under messages, with Telegram's checks."""

from typing import Any

from service.local.telegram.markup import units
from service.local.telegram.parameters import Parameters
from service.local.telegram.refusal import bad_request

MAX_BUTTONS = 100
MAX_DATA_BYTES = 64
MAX_PLACEHOLDER = 64
MAX_COPIED = 256
STYLES = {"danger", "success", "primary"}
_ACTIONS = {
    "callback_data": str,
    "url": str,
    "web_app": dict,
    "login_url": dict,
    "switch_inline_query": str,
    "switch_inline_query_current_chat": str,
    "switch_inline_query_chosen_chat": dict,
    "copy_text": dict,
    "callback_game": dict,
    "pay": bool,
    "disabled": dict,
}
_TYPE_NAMES = {str: "String", dict: "Object", bool: "Boolean"}


def read_markup(parameters: Parameters) -> dict[str, Any] | None:
    """Read `reply_markup` of a call; None when there is none."""
    markup = parameters.structure("reply_markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        return _reply_keyboard(markup)
    for kind in ("remove_keyboard", "force_reply"):
        if markup.get(kind):
            _check_placeholder(markup)
            return markup
    return None


def read_inline_markup(parameters: Parameters) -> dict[str, Any] | None:
    """Read the keyboard of an edit, which must be inline."""
    markup = read_markup(parameters)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def _inline(rows: Any) -> dict[str, Any] | None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be an Array of Arrays')
    buttons = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, buttons)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": buttons} if buttons else None


def _unusable(why: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {why}")


def _button(button: Any) -> dict[str, Any]:
    _check_label(button)
    actions = [name for name in _ACTIONS if name in button]
    for name in actions:
        if not isinstance(button[name], _ACTIONS[name]):
            raise _unusable(f'Field "{name}" must be of type {_TYPE_NAMES[_ACTIONS[name]]}')
    if not actions:
        raise _unusable("Text buttons are unallowed in the inline keyboard")
    if "style" in button and button["style"] not in STYLES:
        raise _unusable("invalid button style specified")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode("utf-8", "replace")) <= MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "copy_text" in button:
        copied = button["copy_text"].get("text")
        if not isinstance(copied, str) or not 1 <= units(copied) <= MAX_COPIED:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    url = button.get("url", "https://")
    if not url.startswith(("http://", "https://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return dict(button)


def _check_label(button: Any) -> None:
    if not isinstance(button, dict):
        raise _unusable("expected an Object")
    if "text" not in button:
        raise _unusable('Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise _unusable('Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")


def _reply_keyboard(markup: dict[str, Any]) -> dict[str, Any]:
    rows = markup["keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "keyboard" must be an Array of Arrays')
    buttons = [
        [{"text": button} if isinstance(button, str) else button for button in row] for row in rows
    ]
    for button in (button for row in buttons for button in row):
        if not isinstance(button, dict) or not isinstance(button.get("text"), str):
            raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    if sum(map(len, buttons)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    _check_placeholder(markup)
    return {**markup, "keyboard": buttons}


def _check_placeholder(markup: dict[str, Any]) -> None:
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= len(str(placeholder)) <= MAX_PLACEHOLDER:
        raise bad_request("INPUT_FIELD_PLACEHOLDER_INVALID")
