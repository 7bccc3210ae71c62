from django.urls import path

from motcua.identity.web import eid, enrolling, passkeys, sittings, views

app_name = "identity"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-in/eid/<slug:name>", eid.start, name="eid_start"),
    path("sign-in/eid/<slug:name>/answer", eid.answer, name="eid_answer"),
    path("sign-in/demo", views.sign_in_demo, name="sign_in_demo"),
    path("sign-in/passkey", passkeys.sign_in, name="passkey_sign_in"),
    path("sign-in/passkey/options", passkeys.sign_in_options, name="passkey_sign_in_options"),
    path("passkeys", passkeys.own, name="passkeys"),
    path("passkeys/add", passkeys.add, name="passkey_add"),
    path("passkeys/add/options", passkeys.add_options, name="passkey_add_options"),
    path("passkeys/prove", passkeys.prove, name="passkey_prove"),
    path("passkeys/prove/options", passkeys.prove_options, name="passkey_prove_options"),
    path("passkeys/<uuid:passkey_id>/name", passkeys.rename, name="passkey_rename"),
    path("passkeys/<uuid:passkey_id>/remove", passkeys.remove, name="passkey_remove"),
    path("passkeys/colleagues", enrolling.colleagues, name="colleagues"),
    path("enrol/<str:secret>", enrolling.enrol, name="enrol"),
    path("enrol/<str:secret>/options", enrolling.enrol_options, name="enrol_options"),
    path("sessions", sittings.own, name="sittings"),
    path("sessions/end", sittings.end, name="sitting_end"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("session-expired", views.session_expired, name="session_expired"),
]
