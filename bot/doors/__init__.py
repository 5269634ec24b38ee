"""The web doors: the webhook, and the pages for those who watch over the bot."""
