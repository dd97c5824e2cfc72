"""Addresses of one's own account, of people and of invitations."""

from django.urls import path

from yongxu.accounts.views import home, invitations, people, person

app_name = "accounts"

urlpatterns = [
    path("", home.home, name="home"),
    path("profile/", home.profile, name="profile"),
    path("substitutes/<int:key>/withdraw/", person.withdraw, name="withdraw-substitute"),
    path("people/", people.people, name="people"),
    path("people.csv", people.export, name="people-export"),
    path("people/<int:key>/", person.person, name="person"),
    path("people/<int:key>/roles/new/", person.grant, name="grant"),
    path("people/<int:key>/roles/<int:holding>/end/", person.end, name="end-role"),
    path("people/<int:key>/substitute/", person.substitute, name="substitute"),
    path("people/<int:key>/hand-over/", person.hand_over_work, name="hand-over"),
    path("people/<int:key>/close/", person.close, name="close"),
    path("people/<int:key>/reopen/", person.reopen, name="reopen"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/new/", invitations.new, name="invite"),
    path("invitations/<int:key>/resend/", invitations.resend, name="resend"),
    path("invitations/<int:key>/withdraw/", invitations.withdraw, name="withdraw-invitation"),
    path("join/<str:token>/", invitations.accept, name="accept"),
]
