"""张贴照片: pictures of the board, kept with the 公示 or 考察公告 that hung on it."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile

from campaigns import permissions
from campaigns.choices import ActKind
from campaigns.models import Act, BoardPhoto, Campaign, Publicity
from selection import incoming
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import attachments, ledgers

from .authority import hold, need, require

MOST_PHOTOS = 5
NO_NOTICE = "张贴照片只属于公示和考察公告"


@attachments.all_or_nothing()
def photograph(notice: Publicity | Act, photos: Sequence[UploadedFile], *, by: User) -> list[BoardPhoto]:
    """Keep the pictures and nothing else of the photos; also afterwards, as long as the notice stands."""
    if notice.campaign is None:
        raise Refused(NO_NOTICE)
    campaign = hold(notice.campaign)
    require(permissions.may_run(campaign, by), "上传张贴照片")
    need((photos, "请选择张贴照片"))
    notice.refresh_from_db()
    if reason := _why_not(notice):
        raise Refused(reason)
    if len(photos) > MOST_PHOTOS:
        raise Refused(f"照片一次最多{MOST_PHOTOS}张")
    made = [_keep(notice, campaign, photo, by) for photo in photos]
    kind = "publicity" if isinstance(notice, Publicity) else "act"
    ledgers.append(campaign.ledger, "上传张贴照片", by=by, about=f"{kind}:{notice.pk}", photos=len(made))
    return made


def _why_not(notice: Publicity | Act) -> str:
    if isinstance(notice, Publicity):
        return "该公示已经撤销" if notice.state == Publicity.State.REVOKED else ""
    if notice.kind != ActKind.INSPECTION_NOTICE:
        return NO_NOTICE
    return "该公告已被后来的办理取代" if notice.is_superseded else ""


def _keep(notice: Publicity | Act, campaign: Campaign, photo: UploadedFile, by: User) -> BoardPhoto:
    kept = attachments.keep(photo, campaign.organisation, by, ledger=campaign.ledger, kinds=incoming.IMAGES)
    if isinstance(notice, Publicity):
        return BoardPhoto.objects.create(publicity=notice, attachment=kept)
    return BoardPhoto.objects.create(act=notice, attachment=kept)
