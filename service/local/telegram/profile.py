"""Methods about the bot's own profile, its menus, and chats."""

import json
import re
from collections.abc import Callable
from typing import Any

from service.local.telegram import sending
from service.local.telegram.parameters import Parameters
from service.local.telegram.refusal import bad_request
from service.local.telegram.world import World

Method = Callable[[World, Parameters], Any]
MAX_COMMANDS = 100
_SCOPES = {
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
}


def get_me(world: World, _parameters: Parameters) -> dict[str, Any]:
    """Return the bot's User."""
    return world.bot | {
        "first_name": world.profile.names.get("", world.bot["first_name"]),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def log_out(_world: World, _parameters: Parameters) -> bool:
    """Log out of this server; here it has no effect."""
    return True


def close(_world: World, _parameters: Parameters) -> bool:
    """Prepare to move to another server; here it has no effect."""
    return True


def get_chat(world: World, parameters: Parameters) -> dict[str, Any]:
    """Return a chat's ChatFullInfo."""
    chat_id = sending.read_chat_id(world, parameters)
    if chat_id in world.groups:
        chat = world.reachable_chat(chat_id)
    elif chat_id in world.people:
        chat = world.people[chat_id].as_chat()
    else:
        raise bad_request("chat not found")
    pinned = world.pinned(chat_id)
    if pinned and (newest := world.find(chat_id, pinned[-1])):
        chat = chat | {"pinned_message": sending.brief(newest.body)}
    return chat | {
        "accent_color_id": 1,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }


def get_chat_member(world: World, parameters: Parameters) -> dict[str, Any]:
    """Return a person's membership of a chat."""
    chat_id, user_id = sending.read_chat_id(world, parameters), parameters.integer("user_id")
    group = world.groups.get(chat_id)
    if group is None and chat_id not in world.people:
        raise bad_request("chat not found")
    if user_id == world.bot["id"]:
        return {"status": "member" if group is None else group.bot, "user": world.bot}
    if user_id not in world.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    inside = user_id == chat_id if group is None else user_id in group.members
    return {"status": "member" if inside else "left", "user": world.people[user_id].as_user()}


def leave_chat(world: World, parameters: Parameters) -> bool:
    """Leave a group."""
    chat_id = sending.read_chat_id(world, parameters)
    group = world.groups.get(chat_id)
    if group is None:
        raise bad_request("chat not found")
    group.check()
    group.bot = "left"
    world.add_group(group)
    return True


def _language(parameters: Parameters) -> str:
    language = parameters.text("language_code").lower()
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return language


def _scope_key(parameters: Parameters) -> str:
    scope = parameters.structure("scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    return json.dumps([scope, _language(parameters)], sort_keys=True)


def set_my_commands(world: World, parameters: Parameters) -> bool:
    """Set the command menu of a scope and language."""
    key = _scope_key(parameters)
    commands = parameters.structure("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands JSON object")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.profile.commands[key] = [_command(command) for command in commands]
    world.save_profile()
    return True


def _command(command: Any) -> dict[str, str]:
    if not isinstance(command, dict) or not isinstance(command.get("command"), str):
        raise bad_request("can't parse BotCommand: Can't find field \"command\"")
    name = command["command"].removeprefix("/")
    text = str(command.get("description", "")).strip()
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(text) <= 256:  # noqa: PLR2004 - the limit the documentation names
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": text}


def get_my_commands(world: World, parameters: Parameters) -> list[dict[str, str]]:
    """Return the command menu of exactly this scope and language."""
    return world.profile.commands.get(_scope_key(parameters), [])


def delete_my_commands(world: World, parameters: Parameters) -> bool:
    """Remove the command menu of a scope and language."""
    world.profile.commands.pop(_scope_key(parameters), None)
    world.save_profile()
    return True


def commands_for(world: World, chat_id: int, language: str) -> list[dict[str, str]]:
    """Return the menu that a person sees: the narrowest scope and their language first."""
    area = "all_private_chats" if chat_id > 0 else "all_group_chats"
    scopes = ({"type": "chat", "chat_id": chat_id}, {"type": area}, {"type": "default"})
    for scope in scopes:
        for code in (language, ""):
            menu = world.profile.commands.get(json.dumps([scope, code], sort_keys=True))
            if menu:
                return menu
    return []


def _setter(table: str, name: str, longest: int) -> Method:
    def set_value(world: World, parameters: Parameters) -> bool:
        text, language = parameters.text(name).strip(), _language(parameters)
        if len(text) > longest:
            raise bad_request(f"bot {name.replace('_', ' ')} is too long")
        values = getattr(world.profile, table)
        if text:
            values[language] = text
        else:
            values.pop(language, None)
        world.save_profile()
        return True

    return set_value


def _getter(table: str, name: str) -> Method:
    def get_value(world: World, parameters: Parameters) -> dict[str, str]:
        values = getattr(world.profile, table)
        fallback = world.bot["first_name"] if name == "name" else ""
        return {name: values.get(_language(parameters)) or values.get("") or fallback}

    return get_value


set_my_name = _setter("names", "name", 64)
get_my_name = _getter("names", "name")
set_my_description = _setter("descriptions", "description", 512)
get_my_description = _getter("descriptions", "description")
set_my_short_description = _setter("short_descriptions", "short_description", 120)
get_my_short_description = _getter("short_descriptions", "short_description")


def set_chat_menu_button(world: World, parameters: Parameters) -> bool:
    """Set what the button beside the input field opens."""
    button = parameters.structure("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in {"commands", "web_app", "default"}:
        raise bad_request("can't parse menu button: unsupported type specified")
    world.profile.menu_buttons[str(parameters.integer("chat_id"))] = button
    world.save_profile()
    return True


def get_chat_menu_button(world: World, parameters: Parameters) -> dict[str, Any]:
    """Return what the button beside the input field opens."""
    buttons = world.profile.menu_buttons
    default = buttons.get("0", {"type": "commands"})
    return buttons.get(str(parameters.integer("chat_id")), default)
