"""Which address leads to which page of the register?"""

from django.urls import path

from personnel.views import entries, lrmx, offices, quota, roster, schools, staff

app_name = "personnel"
urlpatterns = [
    path("", schools.RegisterSchools.as_view(), name="roster"),
    path("schools/<slug:code>/", staff.StaffList.as_view(), name="staff_list"),
    path("schools/<slug:code>/new/", staff.StaffCreate.as_view(), name="staff_create"),
    path("staff/<int:pk>/", staff.StaffDetail.as_view(), name="staff_detail"),
    path("staff/<int:pk>/edit/", staff.StaffUpdate.as_view(), name="staff_update"),
    path("staff/<int:pk>/leave/", entries.Leave.as_view(), name="leave"),
    path("staff/<int:pk>/come-back/", staff.come_back, name="come_back"),
    path("staff/<int:pk>/add/<slug:kind>/", entries.EntryCreate.as_view(), name="entry_create"),
    path("entries/<slug:kind>/<int:pk>/strike/", entries.Strike.as_view(), name="strike"),
    path("tenures/<int:pk>/edit/", entries.TenureUpdate.as_view(), name="tenure_update"),
    path("tenures/<int:pk>/end/", entries.TenureEnd.as_view(), name="end_tenure"),
    path("party-roles/<int:pk>/end/", entries.PartyRoleEnd.as_view(), name="end_party_role"),
    path("seats/<int:pk>/end/", entries.SeatEnd.as_view(), name="end_seat"),
    path("schools/<slug:code>/offices/", offices.OfficeList.as_view(), name="offices"),
    path("schools/<slug:code>/offices/new/", offices.DepartmentCreate.as_view(), name="department_create"),
    path("departments/<int:pk>/edit/", offices.DepartmentUpdate.as_view(), name="department_update"),
    path("departments/<int:pk>/posts/new/", offices.PostCreate.as_view(), name="post_create"),
    path("posts/<int:pk>/edit/", offices.PostUpdate.as_view(), name="post_update"),
    path("schools/<slug:code>/bodies/", offices.BodyList.as_view(), name="bodies"),
    path("schools/<slug:code>/bodies/new/", offices.BodyCreate.as_view(), name="body_create"),
    path("bodies/<int:pk>/", offices.BodyDetail.as_view(), name="body_detail"),
    path("bodies/<int:pk>/edit/", offices.BodyUpdate.as_view(), name="body_update"),
    path("bodies/<int:pk>/members/new/", offices.SeatCreate.as_view(), name="seat_create"),
    path("schools/<slug:code>/import/", roster.RosterUpload.as_view(), name="roster_upload"),
    path("schools/<slug:code>/import/template/", roster.download_template, name="roster_template"),
    path("imports/<int:pk>/", roster.RosterPreview.as_view(), name="roster_preview"),
    path("imports/<int:pk>/choose/", roster.choose, name="roster_choose"),
    path("imports/<int:pk>/confirm/", roster.confirm, name="roster_confirm"),
    path("imports/<int:pk>/drop/", roster.drop, name="roster_drop"),
    path("schools/<slug:code>/sheets/", lrmx.Sheets.as_view(), name="sheets"),
    path("schools/<slug:code>/sheets/export/", lrmx.export, name="sheets_export"),
    path("staff/<int:pk>/sheet/", lrmx.export_one, name="sheet_export"),
    path("sheets/<int:pk>/", lrmx.SheetsPreview.as_view(), name="sheets_preview"),
    path("sheets/<int:pk>/confirm/", lrmx.confirm, name="sheets_confirm"),
    path("sheets/<int:pk>/drop/", lrmx.drop, name="sheets_drop"),
    path("quotas/", schools.QuotaSchools.as_view(), name="quotas"),
    path("quotas/<slug:code>/", quota.QuotaOverview.as_view(), name="quota_overview"),
    path("quotas/<slug:code>/new/", quota.open_table, name="quota_create"),
    path("quotas/tables/<int:pk>/", quota.QuotaDetail.as_view(), name="quota_detail"),
    path("quotas/tables/<int:pk>/edit/", quota.QuotaUpdate.as_view(), name="quota_update"),
]
