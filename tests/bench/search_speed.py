"""make bench-speed: how long the front desk waits for a search among a hundred thousand patients.

python -m tests.bench.search_speed [PATIENTS]

Made-up people in a database of its own (SQLite, as on one machine). Each time is that of the whole query the page
makes: the first fifty rows and how many there are. The target is 150 ms for 95 of 100 searches.
"""

import argparse
import os
import random
import re
import statistics
import tempfile
import time
from datetime import date, timedelta

SYLLABLES = re.findall("...", "bercordalelsfargorhilintjoskarlemmornorolsperquirossamtorulavelwinxayyorzel")
TYPED = ["b", "ber", "berc", "bercor", "mor tor", "ka lem", "R0123", "r012345", "1990-04-02", "4/2/1990", "nobody"]
ROUNDS = 10
BATCH = 5000


def name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))).capitalize()


def people(count: int) -> None:
    """Fill the empty database: one clinic, and every patient with the words that find them."""
    from clinics.models import Clinic
    from patients.models import Patient, SearchWord
    from patients.search_words import words_of

    chance, clinic = random.Random(1), Clinic.objects.create(name="North", slug="north")
    born = [date(1940, 1, 1) + timedelta(days=chance.randrange(28_000)) for _ in range(count)]
    patients = [
        Patient(
            clinic=clinic,
            first_name=name(chance),
            last_name=name(chance),
            birth_date=day,
            record_number=f"R{number:06d}",
        )
        for number, day in enumerate(born)
    ]
    Patient.objects.bulk_create(patients, batch_size=BATCH)
    words = (SearchWord(patient=patient, word=word) for patient in patients for word in words_of(patient))
    SearchWord.objects.bulk_create(words, batch_size=BATCH)


def seconds_of_one(typed: str) -> tuple[float, int]:
    from django.core.paginator import Paginator

    from patients.models import Patient
    from patients.search import search

    started_s = time.perf_counter()
    page = Paginator(search(Patient.objects.current(), typed).select_related("clinic"), 50).get_page(1)
    found, rows = page.paginator.count, list(page.object_list)
    assert len(rows) == min(found, 50)
    return time.perf_counter() - started_s, found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("patients", type=int, nargs="?", default=100_000)
    count = parser.parse_args().patients
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"STANCE_HOME": home, "DJANGO_SETTINGS_MODULE": "config.settings"}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        people(count)
        print(f"\n{count:,} patients: typed, found, and the median of {ROUNDS} searches in ms\n")
        times_s = [report(typed) for typed in TYPED]
        every_s = sorted(second for seconds in times_s for second in seconds)
        print(f"\n95 of 100 searches within {1000 * every_s[int(0.95 * len(every_s))]:.0f} ms")


def report(typed: str) -> list[float]:
    tried = [seconds_of_one(typed) for _ in range(ROUNDS)]
    seconds = [second for second, _ in tried]
    print(f"{typed:12s} {tried[0][1]:7d} {1000 * statistics.median(seconds):8.1f}")
    return seconds


if __name__ == "__main__":
    main()
