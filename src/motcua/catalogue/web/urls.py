from django.urls import path

from motcua.catalogue.web import words

app_name = "catalogue"
urlpatterns = [
    path("words", words.show, name="words"),
    path("words/save", words.save, name="words_save"),
    path("words/undo", words.undo, name="words_undo"),
]
