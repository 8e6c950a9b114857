"""What differs by country on a location's pages: how an address is written, and which number helps in an emergency.

Pure, and short on purpose: a country that is not listed writes its addresses as most do, and dials the number that
every mobile phone puts through to help.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """region: what its addresses call the part of the country they name; empty where they name none."""

    name: str
    emergency_number: str
    region: str = ""
    is_postcode_last: bool = False


ANYWHERE = Country("", "112")
"""112 reaches help from a mobile phone on every network of the GSM family (3GPP TS 22.101)."""

COUNTRIES = {
    "AR": Country("Argentina", "911", "Province"),
    "AT": Country("Austria", "112"),
    "AU": Country("Australia", "000", "State", is_postcode_last=True),
    "BE": Country("Belgium", "112"),
    "BR": Country("Brazil", "192", "State", is_postcode_last=True),
    "CA": Country("Canada", "911", "Province", is_postcode_last=True),
    "CH": Country("Switzerland", "112"),
    "CL": Country("Chile", "131", "Region"),
    "CO": Country("Colombia", "123", "Department"),
    "CR": Country("Costa Rica", "911", "Province"),
    "CZ": Country("Czechia", "112"),
    "DE": Country("Germany", "112"),
    "DK": Country("Denmark", "112"),
    "DO": Country("Dominican Republic", "911", "Province"),
    "EC": Country("Ecuador", "911", "Province"),
    "ES": Country("Spain", "112", "Province"),
    "FI": Country("Finland", "112"),
    "FR": Country("France", "112"),
    "GB": Country("United Kingdom", "999", is_postcode_last=True),
    "GR": Country("Greece", "112"),
    "IE": Country("Ireland", "112", "County", is_postcode_last=True),
    "IN": Country("India", "112", "State", is_postcode_last=True),
    "IT": Country("Italy", "112", "Province"),
    "LU": Country("Luxembourg", "112"),
    "MX": Country("Mexico", "911", "State"),
    "NL": Country("Netherlands", "112"),
    "NO": Country("Norway", "113"),
    "NZ": Country("New Zealand", "111", is_postcode_last=True),
    "PA": Country("Panama", "911", "Province"),
    "PL": Country("Poland", "112"),
    "PT": Country("Portugal", "112"),
    "SE": Country("Sweden", "112"),
    "US": Country("United States", "911", "State", is_postcode_last=True),
    "UY": Country("Uruguay", "911", "Department"),
    "ZA": Country("South Africa", "112", "Province", is_postcode_last=True),
}


def country_of(code: str) -> Country:
    return COUNTRIES.get(code.upper(), ANYWHERE)


def city_line(country: str, city: str, region: str, postcode: str) -> str:
    """The line below the street, as the country writes it: "Atlanta, GA 30306", "10115 Berlin", "Leeds LS1 4AP"."""
    if not country_of(country).is_postcode_last:
        return ", ".join(part for part in (f"{postcode} {city}".strip(), region) if part)
    return f"{city}, {region} {postcode}".strip() if region else f"{city} {postcode}".strip()
