from django.urls import path

from motcua.trust.web import looks, questions, verify

app_name = "trust"
urlpatterns = [
    path("my/looks", looks.show, name="looks"),
    path("my/looks/all.json", looks.everything, name="looks_json"),
    path("my/looks/<uuid:entry_id>", looks.one, name="look"),
    path("my/looks/<uuid:entry_id>/proof", looks.proof, name="proof"),
    path("my/looks/<uuid:entry_id>/ask", questions.ask, name="ask"),
    path("desk/looks/", questions.questions, name="questions"),
    path("desk/looks/<uuid:question_id>", questions.answer, name="answer"),
    path("verify", verify.show, name="verify"),
]
