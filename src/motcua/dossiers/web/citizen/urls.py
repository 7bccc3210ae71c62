from django.urls import path

from motcua.dossiers.web.citizen import (
    agreeing,
    asking,
    attaching,
    checking,
    downloads,
    leaving,
    listing,
    mine,
    people,
    starting,
    supplementing,
    together,
    withdrawing,
)

urlpatterns = [
    path("apply/<str:code>", starting.apply, name="apply"),
    path("drafts/<uuid:draft_id>", starting.resume, name="draft"),
    path("drafts/<uuid:draft_id>/check", checking.check, name="check"),
    path("drafts/<uuid:draft_id>/people", people.people, name="people"),
    path("drafts/<uuid:draft_id>/agree", agreeing.agree, name="agree"),
    path("invited/<str:token>", agreeing.invited, name="invited"),
    path("drafts/<uuid:draft_id>/saved", leaving.saved, name="saved_draft"),
    path("drafts/<uuid:draft_id>/delete", leaving.delete, name="delete_draft"),
    path("drafts/<uuid:draft_id>/papers/<str:paper_id>", attaching.attach, name="draft_paper"),
    path("drafts/<uuid:draft_id>/files/<uuid:file_id>", downloads.draft_file, name="draft_file"),
    path("drafts/<uuid:draft_id>/<str:page_id>", asking.ask, name="question"),
    path("drafts/<uuid:draft_id>/<str:page_id>/<int:number>", listing.item, name="item"),
    path("journeys/<str:code>", together.show, name="journey"),
    path("dossiers/<str:code>", mine.show, name="mine"),
    path("dossiers/<str:code>/supplement", supplementing.supplement, name="supplement"),
    path("dossiers/<str:code>/withdraw", withdrawing.withdraw, name="withdraw"),
    path("dossiers/<str:code>/documents/<str:kind>", downloads.document, name="my_document"),
    path("dossiers/<str:code>/papers/<uuid:file_id>", downloads.paper, name="my_paper"),
]
