"""Where banks tell of money."""

from django.urls import path

from motcua.payments.http.notices import notice

urlpatterns = [path("api/v1/payments/notices/<str:bank>", notice, name="bank_notice")]
