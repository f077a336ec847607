"""Who gets a file that was handed in?"""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from selection import chinese, errors
from selection.accounts.views.scope import user_of
from selection.records.models import Attachment


def destroyed(name: str, on: date) -> str:
    return f"《{name}》保管期满，已于{chinese.day(on)}按期销毁；校验码和登记仍然保存。"


@login_required
@require_GET
@never_cache
def download(request: HttpRequest, pk: int) -> FileResponse | HttpResponse:
    """Always as an attachment and never sniffed, so that nothing in it runs in our page's name."""
    kept = get_object_or_404(Attachment.objects.visible_to(user_of(request)), pk=pk)
    if kept.destroyed_on is not None:
        return errors.page(errors.Troubles.DESTROYED, advice=destroyed(kept.name, kept.destroyed_on))
    return FileResponse(
        kept.file.open(),
        as_attachment=True,
        filename=kept.name,
        content_type=kept.content_type,
        headers={"X-Content-Type-Options": "nosniff"},
    )
