"""The addresses of the registry."""
from django.urls import path
urlpatterns = []
