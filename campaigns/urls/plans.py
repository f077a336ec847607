"""Addresses of plans, their set-up and their approval."""

from django.urls import path

from campaigns.views import plans, reviews

urlpatterns = [
    path("plans/", plans.PlanList.as_view(), name="plans"),
    path("plans/new/", plans.PlanCreate.as_view(), name="plan_new"),
    path("plans/<int:pk>/", plans.PlanDetail.as_view(), name="plan"),
    path("plans/<int:pk>/setup/", plans.PlanSetup.as_view(), name="plan_setup"),
    path("plans/<int:pk>/openings/new/", plans.OpeningAdd.as_view(), name="opening_new"),
    path("openings/<int:pk>/edit/", plans.OpeningEdit.as_view(), name="opening_edit"),
    path("openings/<int:pk>/remove/", plans.opening_remove, name="opening_remove"),
    path("campaigns/<int:pk>/drop/", plans.track_drop, name="track_drop"),
    path("plans/<int:pk>/people/", plans.PlanPeople.as_view(), name="plan_people"),
    path("plan-roles/<int:pk>/relieve/", plans.relieve, name="relieve"),
    path("plans/<int:pk>/review/", reviews.PlanReview.as_view(), name="plan_review"),
    path("plans/<int:pk>/submit/", reviews.submit_plan, name="plan_submit"),
    path("reviews/<int:pk>/", reviews.ReviewDetail.as_view(), name="review"),
    path("quota/<int:pk>/submit/", reviews.submit_quota, name="quota_submit"),
    path("campaigns/<int:pk>/forms/", reviews.CandidateForms.as_view(), name="candidate_forms"),
    path("candidate-forms/<int:pk>/", reviews.CandidateFormMend.as_view(), name="candidate_form"),
    path("candidate-forms/<int:pk>/resubmit/", reviews.resubmit_forms, name="resubmit_forms"),
]
