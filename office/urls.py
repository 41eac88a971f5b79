"""Long work."""

from django.urls import path

from office import views

app_name = "office"
urlpatterns = [path("viec-dai/<int:pk>/", views.work, name="work")]
