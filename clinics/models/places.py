"""The locations of a practice: where they are, how they look, and when they are open."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator, URLValidator
from django.db import models
from django.db.models import F, Q

from clinics.countries import city_line, country_of
from clinics.languages import spoken, texts_of


def require_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError("Choose a time zone by its name, such as America/New_York.")


class Clinic(models.Model):
    """One location of a practice, as patients find it. with_hours of public/locations.py alone fills the *_ahead."""

    closures_ahead: list["Closure"]
    special_ahead: list["SpecialHours"]

    practice = models.CharField(max_length=120)
    name = models.CharField(max_length=80, help_text="The place, such as Atlanta.")
    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=160, blank=True, help_text="Such as Running Medicine Clinic.")
    street = models.CharField(max_length=160)
    suite = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80)
    state = models.CharField("state or region", max_length=40, blank=True)
    postcode = models.CharField(max_length=20)
    country = models.CharField(max_length=2, default="US")
    phone = models.CharField(max_length=40)
    fax = models.CharField(max_length=40, blank=True)
    email = models.EmailField()
    time_zone = models.CharField(max_length=60, default="America/New_York", validators=[require_time_zone])
    languages = models.CharField(max_length=120, blank=True, help_text="Spoken here, such as English, Spanish.")
    directions = models.TextField("finding us", max_length=1000, blank=True, help_text="The way in, in your words.")
    parking = models.TextField(max_length=500, blank=True, help_text="Where, how many places, what it costs.")
    access_notes = models.TextField(
        "step-free access", max_length=500, blank=True, help_text="Ramp, lift, door widths, toilet, or what is missing."
    )
    map_url = models.CharField(
        "map link",
        max_length=400,
        blank=True,
        validators=[URLValidator(["https"])],
        help_text="Left empty, OpenStreetMap finds the address.",
    )
    latitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    brand_colour = models.CharField(
        max_length=7, blank=True, validators=[RegexValidator(r"^#[0-9a-fA-F]{6}\Z", "Choose a color such as #0a6b5f.")]
    )
    retention_years = models.PositiveSmallIntegerField(
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text="How long a record stays after the last visit. Ask what your state's law wants before shortening it.",
    )
    erases_past_records = models.BooleanField(
        "erase records that are past their time",
        default=False,
        help_text="Every day, without asking: archived records whose years are over and that are not on legal hold. "
        "The archive lists a month ahead what will go.",
    )
    original_days = models.PositiveSmallIntegerField(
        "original videos stay, days",
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text="After the last measurement. The smaller copy for the browser, the numbers and the report remain.",
    )
    is_published = models.BooleanField(default=False)
    requires_second_factor = models.BooleanField(default=True, help_text="Asked of staff where the site is public.")

    class Meta:
        ordering = ["practice", "name"]

    def __str__(self) -> str:
        return f"{self.practice}, {self.name}"

    @property
    def address_line(self) -> str:
        street = f"{self.street}, {self.suite}" if self.suite else self.street
        return f"{street}, {self.city_line}"

    @property
    def city_line(self) -> str:
        return city_line(self.country, self.city, self.state, self.postcode)

    @property
    def emergency_number(self) -> str:
        return country_of(self.country).emergency_number

    def reminder_in(self, language: str) -> str:
        """What the location wants its patients' calendars to say; empty where it has no wish."""
        return texts_of(self.reminder_words).get(language, "")


class ReminderWords(models.Model):
    """What a location wants its patients' calendars to say, in one language."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="reminder_words")
    language = models.CharField(max_length=5, choices=spoken)
    text = models.CharField(max_length=60)

    class Meta:
        verbose_name_plural = "reminder words"
        constraints = [models.UniqueConstraint(fields=["clinic", "language"], name="one_reminder_per_language")]

    def __str__(self) -> str:
        return self.text


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class OpeningHours(models.Model):
    """One span of a weekday, in the clinic's own time zone; a day may have several, or none."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.IntegerField(choices=Weekday)
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["clinic", "weekday", "opens"]
        verbose_name_plural = "opening hours"
        constraints = [
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="opens_before_it_closes"),
            models.UniqueConstraint(fields=["clinic", "weekday", "opens"], name="one_span_per_opening"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"


class Closure(models.Model):
    """Days on which the clinic stays closed in spite of its weekly hours."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="closures")
    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["clinic", "first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="closure_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}"


class SpecialHours(models.Model):
    """One span of one particular day, which then keeps these hours instead of its weekly ones."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="special_hours")
    day = models.DateField()
    opens = models.TimeField()
    closes = models.TimeField()
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["clinic", "day", "opens"]
        verbose_name_plural = "special hours"
        constraints = [
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="special_opens_before_it_closes"),
            models.UniqueConstraint(fields=["clinic", "day", "opens"], name="one_special_span_per_opening"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.opens:%H:%M}-{self.closes:%H:%M}"


class SocialLink(models.Model):
    """A page of a location on another site, shown on its own page and told to search engines as the same place."""

    class Kind(models.TextChoices):
        SITE = "site", "Own website"
        LINKEDIN = "linkedin", "LinkedIn"
        INSTAGRAM = "instagram", "Instagram"
        FACEBOOK = "facebook", "Facebook"
        YELP = "yelp", "Yelp"

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="social_links")
    kind = models.CharField(max_length=20, choices=Kind)
    address = models.CharField(max_length=300, validators=[URLValidator(["https"])])

    class Meta:
        ordering = ["clinic", "pk"]
        constraints = [models.UniqueConstraint(fields=["clinic", "kind"], name="one_social_link_of_a_kind")]

    def __str__(self) -> str:
        return self.address
