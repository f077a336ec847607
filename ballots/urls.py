"""Where people vote (addresses that no log keeps), and where those who hold a poll follow it."""

from django.urls import path

from ballots.views import (
    arriving,
    checking,
    holding,
    papers,
    rolls,
    screen,
    slip_voting,
    slips,
    voting,
    words,
)

app_name = "ballots"

urlpatterns = [
    path("vote/", voting.MyPolls.as_view(), name="my"),
    path("vote/secrecy/", voting.secrecy, name="secrecy"),
    path("vote/slip/", slip_voting.SlipPage.as_view(), name="slip"),
    path("vote/slip/done/", slip_voting.SlipDone.as_view(), name="slip_done"),
    path("vote/<uuid:public_id>/", voting.VotePage.as_view(), name="vote"),
    path("vote/<uuid:public_id>/done/", voting.Done.as_view(), name="done"),
    path("polls/<uuid:public_id>/", holding.PollPage.as_view(), name="poll"),
    path("polls/<uuid:public_id>/roll/", holding.RollPage.as_view(), name="roll"),
    path("polls/<uuid:public_id>/data/", holding.archive, name="archive"),
    path("polls/<uuid:public_id>/slips/", slips.SlipsPage.as_view(), name="slips"),
    path("polls/<uuid:public_id>/slips/print/", slips.print_slips, name="print_slips"),
    path("polls/<uuid:public_id>/slips/hand-out/", slips.hand_out, name="hand_out"),
    path("polls/<uuid:public_id>/slips/take-back/", slips.take_back, name="take_back"),
    path("polls/<uuid:public_id>/slips/void/", slips.void_slips, name="void_slips"),
    path("polls/<uuid:public_id>/slips/reissue/", slips.reissue_slip, name="reissue_slip"),
    path("polls/<uuid:public_id>/papers/", papers.PapersPage.as_view(), name="papers"),
    path("polls/<uuid:public_id>/papers/print/", papers.print_blanks, name="print_blanks"),
    path("polls/<uuid:public_id>/roll.pdf", rolls.roll_pdf, name="roll_pdf"),
    path("meeting/<uuid:public_id>/door/", checking.Door.as_view(), name="door"),
    path("meeting/<uuid:public_id>/door/numbers/", checking.DoorNumbers.as_view(), name="door_numbers"),
    path("meeting/<uuid:public_id>/door/code/", arriving.DoorCode.as_view(), name="door_code"),
    path("meeting/<uuid:public_id>/here/", arriving.Here.as_view(), name="here"),
    path("meeting/<uuid:public_id>/screen/", screen.Screen.as_view(), name="screen"),
    path("meeting/<uuid:public_id>/screen/numbers/", screen.screen_numbers, name="screen_numbers"),
    path("meeting/<uuid:public_id>/state/", screen.state, name="state"),
    path("meeting/<uuid:public_id>/words/", words.Words.as_view(), name="words"),
    path("polls/<uuid:public_id>/report.pdf", words.scrutiny_report, name="scrutiny_report"),
    path("meeting/<uuid:public_id>/roll/", rolls.OnRoll.as_view(), name="on_roll"),
    path("polls/<uuid:public_id>/open/", holding.open_poll, name="open"),
    path("polls/<uuid:public_id>/close/", holding.close_poll, name="close"),
    path("polls/<uuid:public_id>/present/", holding.correct_present, name="present"),
    path("polls/<uuid:public_id>/count/", holding.count_poll, name="count"),
    path("polls/<uuid:public_id>/release/", holding.release_result, name="release"),
    path("polls/<uuid:public_id>/void/", holding.void_poll, name="void"),
    path("polls/<uuid:public_id>/demo-vote/", holding.demo_vote, name="demo_vote"),
]
