"""How does a reviewer lend the reviewing for some days, and take it back?"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from selection.accounts.views.scope import user_of
from selection.forms import refusals_as_messages
from selection.reasons import Refused
from selection.records import delegating
from selection.records.forms import DelegationForm, accept
from selection.records.models import Delegation

BACK = "records:reviews"


@login_required
@require_POST
@refusals_as_messages(BACK)
def delegate(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    if delegating.act_of(user) is None:
        raise Refused("只有学区、教育局的审核员可以委托审核；受托的事项不能再转托")
    given = accept(DelegationForm(request.POST, principal=user)).cleaned_data
    made = delegating.delegate(user, given["to"], given["first_day"], given["last_day"])
    messages.success(request, f"已委托{made.delegate.name}，到期自行结束")
    return redirect(BACK)


@login_required
@require_POST
def call_back(request: HttpRequest, pk: int) -> HttpResponse:
    made = get_object_or_404(Delegation.objects.filter(principal=user_of(request)), pk=pk)
    try:
        delegating.call_back(made, by=user_of(request))
        messages.success(request, "已收回委托")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(BACK)
