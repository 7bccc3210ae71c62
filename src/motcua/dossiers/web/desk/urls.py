"""Addresses of the desk, all under `/desk/`."""

from django.urls import path

from motcua.dossiers.web.desk import (
    acts,
    appointments,
    books,
    bulk,
    counter,
    draws,
    files,
    opinions,
    pages,
    people,
    saving,
    slips,
)

urlpatterns = [
    path("", pages.desk, name="desk"),
    path("file/", counter.counter, name="desk_counter"),
    path("appointments/", appointments.appointments, name="desk_appointments"),
    path("opinions/", opinions.opinions, name="desk_opinions"),
    path("draws/", draws.draws, name="desk_draws"),
    path("draws/<uuid:draw_id>", draws.draw, name="desk_draw"),
    path("people/", people.people, name="desk_people"),
    path("people/absences/<uuid:absence_id>/end", people.back, name="desk_back"),
    path("people/<str:who>/move", people.move, name="desk_move"),
    path("bulk/", bulk.preview, name="desk_bulk"),
    path("batches/", bulk.begin, name="desk_begin"),
    path("batches/<uuid:batch_id>", bulk.batch, name="desk_batch"),
    path("batches/<uuid:batch_id>/undo", bulk.undo, name="desk_undo"),
    path("filters/", saving.save, name="desk_save"),
    path("filters/<uuid:filter_id>/delete", saving.delete, name="desk_delete_filter"),
    path("export.csv", saving.export, name="desk_export"),
    path("<str:code>", pages.dossier, name="desk_dossier"),
    path("books/", books.book, name="desk_books"),
    path("books/print", books.ask, name="desk_book_print"),
    path("books/prints/<uuid:print_id>.pdf", books.printed, name="desk_book_pdf"),
    path("books/book.csv", books.export, name="desk_book_csv"),
    path("<str:code>/documents/<uuid:document_id>/copy.pdf", files.copy, name="desk_copy"),
    path("<str:code>/slip", slips.slip, name="desk_slip"),
    path("<str:code>/slip.pdf", slips.slip_pdf, name="desk_slip_pdf"),
    path("<str:code>/acts/<slug:action>", acts.act, name="desk_act"),
    path("<str:code>/papers/<uuid:file_id>", files.paper, name="desk_paper"),
    path("<str:code>/documents/<slug:kind>", files.document, name="desk_document"),
]
