"""Methods that pin messages and unpin them."""

from service.local.telegram import sending
from service.local.telegram.parameters import Parameters
from service.local.telegram.refusal import bad_request
from service.local.telegram.world import World


def pin_chat_message(world: World, parameters: Parameters) -> bool:
    """Pin a message; the chat gets a service message about it."""
    chat_id = _where(world, parameters)
    message_id = parameters.integer("message_id")
    stored = world.find(chat_id, message_id)
    if stored is None:
        raise bad_request("message to pin not found")
    if message_id in world.pinned(chat_id):
        return True
    world.pin(chat_id, message_id)
    world.announce(stored.body["chat"], world.bot, {"pinned_message": sending.brief(stored.body)})
    return True


def unpin_chat_message(world: World, parameters: Parameters) -> bool:
    """Unpin a message, without a number the newest one."""
    chat_id = _where(world, parameters)
    message_id = parameters.integer("message_id") or next(iter(world.pinned(chat_id)[-1:]), 0)
    if message_id not in world.pinned(chat_id):
        raise bad_request("message to unpin not found")
    world.pin(chat_id, message_id, pinned=False)
    return True


def _where(world: World, parameters: Parameters) -> int:
    chat_id = sending.read_chat_id(world, parameters)
    world.reachable_chat(chat_id)
    group = world.groups.get(chat_id)
    if group is not None and group.bot != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat_id
