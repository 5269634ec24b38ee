"""English words without a catalogue: the sentences as they stand in the code."""

import gettext

from reports.wording import Words

ENGLISH = Words("en", gettext.NullTranslations())
