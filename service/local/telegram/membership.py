"""Acts of people in groups: let the bot in and out, come and go, make a supergroup of a group."""

from typing import Any

from service.local.telegram.groups import Group, Place
from service.local.telegram.people import person_of
from service.local.telegram.refusal import Impossible
from service.local.telegram.world import Message, Person, World

RIGHTS = (
    *("can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"),
    *("can_promote_members", "can_change_info", "can_invite_users", "can_post_stories"),
    *("can_edit_stories", "can_delete_stories", "can_pin_messages", "can_send_welcome_messages"),
)


def add_bot(world: World, user_id: int, *, chat_id: int, admin: bool = False) -> dict[str, Any]:
    """Add the bot to a group, or change whether it is an administrator."""
    person, group = _inside(world, user_id, chat_id)
    entered = not group.has_bot
    done = _place(world, person, group, "administrator" if admin else "member")
    if entered:
        _tell(world, person, group, {"new_chat_members": [world.bot]})
    return done


def remove_bot(world: World, user_id: int, *, chat_id: int) -> dict[str, Any]:
    """Remove the bot from a group."""
    person, group = _inside(world, user_id, chat_id)
    if not group.has_bot:
        raise Impossible("the bot is not in this group")
    done = _place(world, person, group, "left" if group.type == "group" else "kicked")
    _tell(world, person, group, {"left_chat_member": world.bot})
    return done


def enter(world: World, user_id: int, *, chat_id: int) -> dict[str, Any]:
    """Enter a group."""
    person, group = person_of(world, user_id), group_of(world, chat_id)
    if user_id in group.members:
        raise Impossible(f"{person.first_name} is in this group already")
    group.members.append(user_id)
    world.add_group(group)
    return _tell(world, person, group, {"new_chat_members": [person.as_user()]})


def leave(world: World, user_id: int, *, chat_id: int) -> dict[str, Any]:
    """Leave a group."""
    person, group = _inside(world, user_id, chat_id)
    done = _tell(world, person, group, {"left_chat_member": person.as_user()})
    group.members.remove(user_id)
    world.add_group(group)
    return done


def upgrade(world: World, user_id: int, *, chat_id: int) -> dict[str, Any]:
    """Make a supergroup of a group. Its messages stay behind under the old id."""
    person, group = _inside(world, user_id, chat_id)
    if group.type != "group":
        raise Impossible("this is a supergroup already")
    made = Group(int(f"-100{-chat_id}"), group.title, list(group.members), bot=group.bot)
    world.add_group(made)
    done = _tell(world, person, group, {"migrate_to_chat_id": made.id})
    group.moved_to = made.id
    world.add_group(group)
    _tell(world, person, made, {"migrate_from_chat_id": chat_id})
    return done | {"moved_to": made.id}


def group_of(world: World, chat_id: int) -> Group:
    """Find a group. Raises Impossible."""
    group = world.groups.get(chat_id)
    if group is None or group.moved_to is not None:
        raise Impossible(f"there is no group {chat_id}")
    return group


def _inside(world: World, user_id: int, chat_id: int) -> tuple[Person, Group]:
    person, group = person_of(world, user_id), group_of(world, chat_id)
    if user_id not in group.members:
        raise Impossible(f"{person.first_name} is not in chat {chat_id}")
    return person, group


def _place(world: World, person: Person, group: Group, place: Place) -> dict[str, Any]:
    before, group.bot = group.bot, place
    world.add_group(group)
    update = {
        "chat": group.as_chat(),
        "from": person.as_user(),
        "date": int(world.now()),
        "old_chat_member": _member(world, before),
        "new_chat_member": _member(world, place),
    }
    lane = f"chat:{group.id}"
    update_id = world.inbox.add("my_chat_member", update, chat_id=group.id, lane=lane)
    return {"chat_id": group.id, "update_id": update_id}


def _member(world: World, place: Place) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if place == "kicked":
        more = {"until_date": 0}
    elif place == "administrator":
        more = {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(RIGHTS, True)
    return {"status": place, "user": world.bot, **more}


def _tell(world: World, person: Person, group: Group, content: Message) -> dict[str, Any]:
    """Post a service message."""
    return world.announce(group.as_chat(), person.as_user(), content)
