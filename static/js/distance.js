// How far each location is, once the visitor allows it. Worked out in this page; the place is sent nowhere.
const EARTH_RADIUS_KM = 6371;
const KM_PER_MILE = 1.609344;
const PATIENCE_MS = 10_000;

const asking = document.querySelector("[data-distance]");
const cards = [...document.querySelectorAll("[data-latitude]")].filter((card) => card.dataset.latitude);
if (asking && cards.length && navigator.geolocation) {
  asking.hidden = false;
  asking.querySelector("button").addEventListener("click", ask);
}

function ask() {
  say(asking.dataset.asking);
  const options = { timeout: PATIENCE_MS, maximumAge: 5 * 60_000 };
  navigator.geolocation.getCurrentPosition(({ coords }) => show(coords), () => say(asking.dataset.failed), options);
}

function show(here) {
  for (const card of cards) card.distanceKm = distanceKm(here, placeOf(card));
  cards.sort((a, b) => a.distanceKm - b.distanceKm);
  for (const card of cards) {
    const line = card.querySelector("[data-away]");
    line.textContent = line.dataset.away.replace("%s", inMiles(card.distanceKm));
    line.hidden = false;
  }
  cards[0].parentElement.prepend(...cards);
  say(asking.dataset.done);
}

function say(words) {
  asking.querySelector("[role=status]").textContent = words;
}

function placeOf(card) {
  return { latitude: Number(card.dataset.latitude), longitude: Number(card.dataset.longitude) };
}

// Along the great circle, by the haversine formula.
function distanceKm(one, other) {
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const half = (a, b) => Math.sin(radians(b - a) / 2) ** 2;
  const across = Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude));
  const chord = half(one.latitude, other.latitude) + across * half(one.longitude, other.longitude);
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(chord));
}

function inMiles(km) {
  const miles = km / KM_PER_MILE;
  const digits = miles < 10 ? 1 : 0;
  return new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: digits }).format(miles);
}
