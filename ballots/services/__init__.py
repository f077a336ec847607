"""The verbs of a poll, in the order in which they happen. Nothing else changes a poll's state."""

from ballots.services.casting import (
    AlreadyVoted,
    Standing,
    cast,
    cast_by_slip,
    cast_for_remaining,
    slip_standing,
    standing,
)
from ballots.services.checking import arrive, check_in
from ballots.services.checking import take_back as take_back_check_in
from ballots.services.closing import abandon, close, correct_present, void, void_restored
from ballots.services.counting import count, release
from ballots.services.destroying import destroy_ballots
from ballots.services.drawing import (
    appoint_scrutineers,
    bar,
    categories_of,
    draw_up,
    enter_roll,
    merge_categories,
    readmit,
    recuse,
    redraw,
)
from ballots.services.entrusting import entrust, forget, rehearse, set_passphrase
from ballots.services.entrusting import take_back as take_back_key
from ballots.services.opening import open_packet, open_poll
from ballots.services.papering import (
    enter_paper,
    enter_paper_again,
    hand_out_paper,
    papers_of_meeting,
    refuse_to_print,
    sign_paper,
    take_back_paper,
)
from ballots.services.slipping import hand_out, print_slips, reissue, take_back, void_codes, void_sheets

__all__ = [
    "AlreadyVoted",
    "Standing",
    "abandon",
    "appoint_scrutineers",
    "arrive",
    "bar",
    "cast",
    "cast_by_slip",
    "cast_for_remaining",
    "categories_of",
    "check_in",
    "close",
    "correct_present",
    "count",
    "destroy_ballots",
    "draw_up",
    "enter_paper",
    "enter_paper_again",
    "enter_roll",
    "entrust",
    "forget",
    "hand_out",
    "hand_out_paper",
    "merge_categories",
    "open_packet",
    "open_poll",
    "papers_of_meeting",
    "print_slips",
    "readmit",
    "recuse",
    "redraw",
    "refuse_to_print",
    "rehearse",
    "reissue",
    "release",
    "set_passphrase",
    "sign_paper",
    "slip_standing",
    "standing",
    "take_back",
    "take_back_check_in",
    "take_back_key",
    "take_back_paper",
    "void",
    "void_codes",
    "void_restored",
    "void_sheets",
]
