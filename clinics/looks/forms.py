"""How a location looks: its colour, its logo and a photo of the place."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from clinics.languages import SOURCE, keep_texts, name_in_english, spoken, texts_of
from clinics.looks.colours import contrast, is_readable, light, nearest_readable
from clinics.looks.pictures import MAX_BYTES, keep_picture
from clinics.models import Clinic, Picture, PictureWords

OUR_COLOUR = "#0a6b5f"
PICTURES = "image/jpeg,image/png,image/webp"


class PictureField(forms.FileField):
    widget = forms.FileInput(attrs={"accept": PICTURES})

    def clean(self, data: UploadedFile | None, initial: object = None) -> UploadedFile | None:
        file = super().clean(data, initial)
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError("At most 12 MB, please.")
        return file


class LooksForm(forms.ModelForm):
    practice_name = forms.CharField(max_length=120, label="Name of the practice")
    own_colour = forms.BooleanField(required=False, label="Use our own color")
    logo = PictureField(required=False, help_text="JPEG, PNG or WebP. It stands above pages, reports and plans.")
    remove_logo = forms.BooleanField(required=False)
    photo = PictureField(required=False, help_text="The entrance as one sees it on arriving. Please nobody's face.")
    remove_photo = forms.BooleanField(required=False)

    class Meta:
        model = Clinic
        fields = ["brand_colour"]
        labels = {"brand_colour": "Color"}
        widgets = {"brand_colour": forms.TextInput(attrs={"type": "color"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["practice_name"] = self.instance.practice
        self.initial["own_colour"] = bool(self.instance.brand_colour)
        self.initial["brand_colour"] = self.instance.brand_colour or OUR_COLOUR
        self.held = {picture.kind: picture for picture in self.instance.pictures.defer("content")}
        photo = self.held.get(Picture.Kind.PHOTO)
        said = texts_of(photo.words) if photo else {}
        for code, _name in spoken():
            self.fields[f"photo_in_{code}"] = description_field(code, said.get(code, ""))
        for kind in Picture.Kind.values:
            if kind not in self.held:
                del self.fields[f"remove_{kind}"]

    def descriptions(self) -> list[forms.BoundField]:
        return [self[f"photo_in_{code}"] for code, _name in spoken()]

    def clean(self) -> None:
        given = self.cleaned_data
        if not given.get("own_colour"):
            given["brand_colour"] = ""
        elif (colour := given.get("brand_colour")) and not is_readable(colour):
            self.add_error("brand_colour", unreadable(colour))
        has_photo = given.get("photo") or (Picture.Kind.PHOTO in self.held and not given.get("remove_photo"))
        if has_photo and not given.get(f"photo_in_{SOURCE}"):
            self.add_error(f"photo_in_{SOURCE}", "Say what it shows, for those who cannot see it.")

    def save_pictures(self) -> None:
        """After save(). Raises NotAPicture with nothing changed about that picture."""
        given = self.cleaned_data
        pictures = self.instance.pictures
        for kind in Picture.Kind:
            if given.get(f"remove_{kind.value}"):
                pictures.filter(kind=kind).delete()
            if file := given.get(kind.value):
                keep_picture(self.instance, kind, file)
        if photo := pictures.filter(kind=Picture.Kind.PHOTO).defer("content").first():
            keep_texts(photo.words, {code: given[f"photo_in_{code}"] for code, _name in spoken()})


def description_field(code: str, text: str) -> forms.CharField:
    return forms.CharField(
        max_length=PictureWords._meta.get_field("text").max_length,
        required=False,
        initial=text,
        label="What the photo shows" if code == SOURCE else f"The same in {name_in_english(code)}",
    )


def unreadable(colour: str) -> str:
    worst = min(light(colour).worst_contrast, contrast(colour, "#f6f7f6"))
    return (
        f"Text in this color is hard to read (contrast {worst:.1f} to 1, 4.5 is needed). "
        f"The nearest that works is {nearest_readable(colour)}."
    )
