"""Finding the unit that the operator means."""

from programme.importing import Tree
from storage.values.messages import BadInput, message
from storage.values.people import Unit


def find_unit(tree: Tree, meant: str) -> Unit:
    """The unit with this code, or the only one with this name. Raises :class:`BadInput`."""
    by_code = [unit for unit in tree.units.values() if unit.code == meant]
    found = by_code or [unit for unit in tree.units.values() if unit.name == meant]
    if not found:
        raise BadInput(
            message(
                "No unit has the code or name {meant}. Units come in with: sanxue import "
                "organisation PATH",
                meant=meant,
            )
        )
    if len(found) > 1:
        raise BadInput(
            message(
                "Several units are named {meant}. Say which by its code: {codes}.",
                meant=meant,
                codes=", ".join(sorted(unit.code for unit in found)),
            )
        )
    return found[0]
