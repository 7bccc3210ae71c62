from django.urls import path

from motcua.notices.web import inbox

app_name = "notices"
urlpatterns = [
    path("my/messages", inbox.show, name="inbox"),
    path("my/messages/read", inbox.read_all, name="read_all"),
    path("my/messages/<uuid:message_id>/open", inbox.open_one, name="open"),
]
