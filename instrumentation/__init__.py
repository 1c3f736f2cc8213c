"""What the bot tells about itself; never imports the service."""
