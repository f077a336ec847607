"""Addresses of rulebooks and of drawing them up."""

from django.urls import path

from campaigns.views import rulemaking, rulesets

urlpatterns = [
    path("rulesets/", rulesets.RulesetList.as_view(), name="rulesets"),
    path("rulesets/<int:pk>/", rulesets.RulesetDetail.as_view(), name="ruleset"),
    path("rulesets/<int:pk>/compare/", rulesets.RulesetCompare.as_view(), name="ruleset_compare"),
    path("rulesets/<int:pk>/copy/", rulemaking.RulesetCopy.as_view(), name="ruleset_copy"),
    path("rulesets/<int:pk>/adopt/", rulemaking.RulesetAdopt.as_view(), name="ruleset_adopt"),
    path("rulesets/<int:pk>/interpret/", rulemaking.RulesetInterpret.as_view(), name="ruleset_interpret"),
    path("rulesets/<int:pk>/offer/", rulemaking.offer, name="ruleset_offer"),
    path("rulesets/<int:pk>/choose/", rulemaking.choose, name="ruleset_choose"),
    path("ruleset-drafts/<int:pk>/", rulemaking.DraftDetail.as_view(), name="ruleset_draft"),
    path("ruleset-drafts/<int:pk>/parts/<slug:part>/", rulemaking.DraftPart.as_view(), name="ruleset_part"),
    path("ruleset-drafts/<int:pk>/publish/", rulemaking.publish, name="ruleset_publish"),
    path("ruleset-drafts/<int:pk>/submit/", rulemaking.submit, name="ruleset_submit"),
    path("ruleset-drafts/<int:pk>/discard/", rulemaking.discard, name="ruleset_discard"),
]
