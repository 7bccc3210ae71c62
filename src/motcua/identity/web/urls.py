from django.urls import path

from motcua.identity.web import views

app_name = "identity"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-in/answer", views.sign_in_answer, name="sign_in_answer"),
    path("sign-in/demo", views.sign_in_demo, name="sign_in_demo"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("session-expired", views.session_expired, name="session_expired"),
]
