"""Addresses of organisations."""

from django.urls import path

from linli.core.organisation.web import bodies, body_list, elections, orgs

app_name = "organisation"
urlpatterns = [
    path("desk/bodies/", body_list.BodyList.as_view(), name="body-list"),
    path("desk/bodies/new/", bodies.body_new, name="body-new"),
    path("desk/bodies/<uuid:pk>/", bodies.body, name="body"),
    path("desk/bodies/<uuid:pk>/correct/", bodies.body_correct, name="body-correct"),
    path("desk/bodies/<uuid:pk>/end/", bodies.body_end, name="body-end"),
    path("desk/bodies/<uuid:pk>/coverage/", bodies.body_coverage, name="body-coverage"),
    path("desk/bodies/<uuid:pk>/liaison/", bodies.body_liaison, name="body-liaison"),
    path("desk/liaisons/<uuid:pk>/phone/", bodies.liaison_reveal, name="liaison-reveal"),
    path("desk/organisations/", orgs.chart, name="chart"),
    path("desk/organisations/<uuid:pk>/", orgs.org, name="org"),
    path("desk/organisations/<uuid:pk>/add/", orgs.org_add, name="org-add"),
    path("desk/organisations/<uuid:pk>/rename/", orgs.org_rename, name="org-rename"),
    path("desk/organisations/<uuid:pk>/end/", orgs.org_end, name="org-end"),
    path("desk/organisations/<uuid:pk>/term/", orgs.org_term, name="org-term"),
    path("desk/organisations/<uuid:pk>/post/", orgs.org_post, name="org-post"),
    path("desk/organisations/<uuid:pk>/election/", elections.election_open, name="election-open"),
    path("desk/elections/", elections.ElectionList.as_view(), name="election-list"),
    path("desk/elections/<uuid:pk>/", elections.election, name="election"),
    path("desk/elections/<uuid:pk>/do/<slug:step>/", elections.election_step, name="election-step"),
    path("desk/posts/<uuid:pk>/leave/", orgs.post_leave, name="post-leave"),
]
