"""Speed, as ratios in one run: against stock python-telegram-bot and Telegram's own limits."""
