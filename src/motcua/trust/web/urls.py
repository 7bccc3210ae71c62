from django.urls import path

from motcua.trust.web import data, looks, questions, verify

app_name = "trust"
urlpatterns = [
    path("my/looks", looks.show, name="looks"),
    path("my/looks/all.json", looks.everything, name="looks_json"),
    path("my/looks/<uuid:entry_id>", looks.one, name="look"),
    path("my/looks/<uuid:entry_id>/proof", looks.proof, name="proof"),
    path("my/looks/<uuid:entry_id>/ask", questions.ask, name="ask"),
    path("desk/looks/", questions.questions, name="questions"),
    path("desk/looks/<uuid:question_id>", questions.answer, name="answer"),
    path("my/data", data.show, name="data"),
    path("my/data/all.zip", data.take, name="data_take"),
    path("my/data/ask", data.ask, name="data_ask"),
    path("my/data/<uuid:request_id>", data.one, name="data_request"),
    path("my/data/<uuid:request_id>/withdraw", data.withdraw, name="data_withdraw"),
    path("desk/data/", data.desk, name="data_desk"),
    path("desk/data/<uuid:request_id>/acknowledge", data.act, {"verb": "acknowledge"}, name="data_acknowledge"),
    path("desk/data/<uuid:request_id>/extend", data.act, {"verb": "extend"}, name="data_extend"),
    path("desk/data/<uuid:request_id>/finish", data.act, {"verb": "finish"}, name="data_finish"),
    path("desk/data/<uuid:request_id>/refuse", data.act, {"verb": "refuse"}, name="data_refuse"),
    path("verify", verify.show, name="verify"),
]
