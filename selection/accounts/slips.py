"""What does the printed slip look like by which a person sets the first password?"""

from selection.accounts.models import User
from selection.rendering import Progress, qr, render_pile, unheard

ON_A_PAGE = 8
AT_ONCE = 40  # more are printed by the worker
MOST = 500


def print_slips(codes: list[tuple[User, str]], address: str, progress: Progress = unheard) -> bytes:
    """A PDF of cut-out slips, eight to an A4 page. It holds the codes, so it is handed over and not kept."""
    slips = [{"user": user, "code": code, "qr": qr(f"{address}#{code}")} for user, code in codes]
    pages = (slips[first : first + ON_A_PAGE] for first in range(0, len(slips), ON_A_PAGE))
    return render_pile(
        "accounts/slips.html", ({"slips": page, "address": address} for page in pages), progress
    )
