"""Addresses of the register: people, homes, care, duplicates."""

from django.urls import path

from linli.core.people.web import care, duplicates, homes, person_list, persons, public_grids

urlpatterns = [
    path("grids/", public_grids.grid_finder, name="grid-finder"),
    path("desk/people/", person_list.PersonList.as_view(), name="person-list"),
    path("desk/people/<uuid:pk>/", persons.person, name="person"),
    path("desk/people/<uuid:pk>/child/", persons.person_child, name="person-child"),
    path("desk/people/<uuid:pk>/correct/", persons.person_correct, name="person-correct"),
    path("desk/people/<uuid:pk>/move/", persons.person_move, name="person-move"),
    path("desk/people/<uuid:pk>/end/", persons.person_end, name="person-end"),
    path("desk/people/<uuid:pk>/care/", care.care_note, name="care-note"),
    path("desk/people/<uuid:pk>/twice/", duplicates.pair_find, name="pair-find"),
    path("desk/care/", care.CareList.as_view(), name="care-list"),
    path("desk/care/<uuid:pk>/renew/", care.care_renew, name="care-renew"),
    path("desk/care/<uuid:pk>/end/", care.care_end, name="care-end"),
    path("desk/homes/", homes.HomeList.as_view(), name="home-list"),
    path("desk/homes/<uuid:pk>/", homes.home, name="home"),
    path("desk/homes/<uuid:pk>/people/new/", homes.person_add, name="person-add"),
    path("desk/duplicates/", duplicates.PairList.as_view(), name="pair-list"),
    path("desk/duplicates/<uuid:first>/<uuid:second>/", duplicates.pair, name="pair"),
    path("desk/duplicates/<uuid:pk>/distinct/", duplicates.pair_distinct, name="pair-distinct"),
    path("desk/merges/", duplicates.MergeList.as_view(), name="merge-list"),
    path("desk/merges/<uuid:pk>/undo/", duplicates.merge_undo, name="merge-undo"),
]
