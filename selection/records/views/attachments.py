"""Who gets a file that was handed in?"""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from selection.accounts.views.scope import user_of
from selection.records.models import Attachment


@login_required
@require_GET
@never_cache
def download(request: HttpRequest, pk: int) -> FileResponse:
    """Always as an attachment and never sniffed, so that nothing in it runs in our page's name."""
    kept = get_object_or_404(Attachment.objects.visible_to(user_of(request)), pk=pk)
    return FileResponse(
        kept.file.open(),
        as_attachment=True,
        filename=kept.name,
        content_type=kept.content_type,
        headers={"X-Content-Type-Options": "nosniff"},
    )
