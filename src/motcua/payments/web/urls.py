"""The pages of the payments room."""

from django.urls import path

from motcua.payments.web import desk, paying

app_name = "payments"
urlpatterns = [
    path("pay/of/<str:kind>/<uuid:reference_id>", paying.of, name="of"),
    path("pay/<str:bill_code>", paying.pay, name="pay"),
    path("pay/<str:bill_code>/receipt", paying.receipt, name="receipt"),
    path("my/payments", paying.mine, name="mine"),
    path("desk/money/", desk.money, name="desk"),
    path("desk/money/month", desk.month, name="month"),
]
