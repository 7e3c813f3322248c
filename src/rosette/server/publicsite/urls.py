"""Routes of the public site below a language."""

from __future__ import annotations

from django.urls import path, re_path
from wagtail import urls as wagtail_urls
from wagtail.views import serve as serve_page

from rosette.server.publicsite.views import finding, looking, refer, status
from rosette.server.publicsite.views.public import public

urlpatterns = [
    path("trials/", finding.find, name="find_trials"),
    path("trials/questions/", finding.questions, name="trial_questions"),
    path("trials/<str:trial>/", finding.trial, name="trial"),
    path("trials/<str:trial>/professional/", finding.professional, name="trial_professional"),
    path("search/", looking.search, name="site_search"),
    path("refer/", refer.start, name="refer"),
    path("refer/check/", refer.check, name="refer_check"),
    path("refer/sent/", refer.sent, name="refer_sent"),
    path("refer/save/", refer.save, name="refer_save"),
    path("refer/danger/", refer.danger, name="refer_danger"),
    path("refer/back/<str:token>/", refer.back, name="refer_back"),
    path("refer/<slug:door>/start/", refer.begin, name="refer_begin"),
    path("refer/step/<slug:slug>/", refer.step, name="refer_step"),
    path("status/<str:token>/", status.status, name="request_status"),
    re_path(wagtail_urls.serve_pattern, public(serve_page), name="wagtail_serve"),
]
