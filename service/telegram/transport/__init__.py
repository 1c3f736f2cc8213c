"""Transport: receive updates and send answers, whatever the conversation is about."""
