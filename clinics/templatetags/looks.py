"""A location's colour and logo on a page."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from clinics.looks.serving import DIGEST_LENGTH, digest_of
from clinics.models import Clinic, Picture

register = template.Library()


@register.simple_tag
def brand_styles(clinic: Clinic | None) -> SafeString | str:
    """Link to the accent of the location, after the tokens; nothing where it keeps ours."""
    if not clinic or not clinic.brand_colour:
        return ""
    address = reverse("brand_css", args=[clinic.slug, digest_of(clinic.brand_colour)])
    return format_html('<link rel="stylesheet" href="{}">', address)


@register.simple_tag
def brand_logo(clinic: Clinic | None) -> SafeString | str:
    """The logo, silent to screen readers: the practice's name stands beside it."""
    logo = picture_of(clinic, Picture.Kind.LOGO) if clinic else None
    if logo is None:
        return ""
    return format_html(
        '<img class="brand__logo" src="{}" width="{}" height="{}" alt="">',
        picture_address(logo),
        logo.width_px,
        logo.height_px,
    )


@register.filter
def photo_of(clinic: Clinic) -> Picture | None:
    return picture_of(clinic, Picture.Kind.PHOTO)


@register.filter
def logo_of(clinic: Clinic) -> Picture | None:
    return picture_of(clinic, Picture.Kind.LOGO)


@register.filter
def picture_address(picture: Picture) -> str:
    return reverse("brand_picture", args=[picture.clinic.slug, picture.kind, picture.sha256[:DIGEST_LENGTH]])


@register.filter
def described_in(picture: Picture, language: str) -> str:
    return picture.described_in(language)


def picture_of(clinic: Clinic, kind: Picture.Kind) -> Picture | None:
    """Without its content, which only its own address needs. Taken from what was prefetched, if it was."""
    if "pictures" in getattr(clinic, "_prefetched_objects_cache", {}):
        return next((picture for picture in clinic.pictures.all() if picture.kind == kind), None)
    picture = clinic.pictures.filter(kind=kind).defer("content").first()
    if picture is not None:
        picture.clinic = clinic
    return picture
