"""Which address leads to which page of the record?"""

from django.urls import path

from selection.records.views import (
    arrangements,
    attachments,
    delegating,
    ledgers,
    organisations,
    organising,
    papers,
    review_acts,
    reviews,
    verifying,
)

app_name = "records"
urlpatterns = [
    path("ledgers/", ledgers.Ledgers.as_view(), name="ledgers"),
    path("ledgers/<int:pk>/", ledgers.LedgerPage.as_view(), name="ledger"),
    path("ledgers/<int:pk>/looks/", ledgers.Looks.as_view(), name="looks"),
    path("reviews/", reviews.Reviews.as_view(), name="reviews"),
    path("reviews/approve/", review_acts.approve, name="approve_reviews"),
    path("reviews/<int:pk>/", reviews.ReviewPage.as_view(), name="review"),
    path("reviews/<int:pk>/on-paper/", reviews.EnterOnPaper.as_view(), name="enter_on_paper"),
    path("reviews/<int:pk>/decide/", review_acts.decide, name="decide"),
    path("reviews/<int:pk>/withdraw/", review_acts.withdraw, name="withdraw"),
    path("decisions/<int:pk>/confirm/", review_acts.confirm_decision, name="confirm_decision"),
    path("decisions/<int:pk>/drop/", review_acts.drop_decision, name="drop_decision"),
    path("conditions/<int:pk>/meet/", review_acts.meet_condition, name="meet_condition"),
    path("delegations/", delegating.delegate, name="delegate"),
    path("delegations/<int:pk>/call-back/", delegating.call_back, name="call_back_delegation"),
    path("papers/", papers.Papers.as_view(), name="papers"),
    path("papers/<int:pk>/", papers.PaperPage.as_view(), name="paper"),
    path("papers/<int:pk>/pdf/", papers.pdf, name="paper_pdf"),
    path("papers/<int:pk>/word/", papers.word, name="paper_word"),
    path("papers/<int:pk>/preview/", papers.preview, name="paper_preview"),
    path("papers/<int:pk>/wording/", papers.Reword.as_view(), name="reword_paper"),
    path("papers/<int:pk>/issue/", papers.issue, name="issue_paper"),
    path("papers/<int:pk>/sign-on-paper/", papers.sign_on_paper, name="sign_on_paper"),
    path("papers/<int:pk>/confirm-signing/", papers.confirm_signing, name="confirm_signing"),
    path("papers/<int:pk>/signed-copies/", papers.keep_signed, name="keep_signed_copy"),
    path("papers/<int:pk>/correct/", papers.correct, name="correct_paper"),
    path("verify/", verifying.ask, name="ask_to_verify"),
    path("verify/<str:code>/", verifying.verify, name="verify"),
    path("attachments/<int:pk>/", attachments.download, name="attachment"),
    path("organisations/<slug:code>/", organisations.OwnOrganisation.as_view(), name="organisation"),
    path("organising/", organising.Organising.as_view(), name="organising"),
    path("organising/<slug:code>/begin/", organising.begin, name="begin_organising"),
    path("organising/<slug:code>/end/", organising.end, name="end_organising"),
    path("arrangements/", arrangements.Arrangements.as_view(), name="arrangements"),
    path("arrangements/enter/", arrangements.EnterArrangement.as_view(), name="enter_arrangement"),
]
