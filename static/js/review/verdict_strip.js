/** <aside data-behaviour="verdict-strip">: the verdict in one line, while its cards are out of view. */
import { define } from "behaviours";

const BAR_PX = 56;

define("verdict-strip", (strip) => {
  const cards = strip.parentElement.querySelector(".side-verdict");
  const show = ([entry]) => {
    strip.hidden = entry.isIntersecting || entry.boundingClientRect.top > 0;
  };
  new IntersectionObserver(show, { rootMargin: `-${BAR_PX}px 0px 0px` }).observe(cards);
});
