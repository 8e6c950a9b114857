// The patient's pages.
import { define } from "behaviours";

// <video data-behaviour="loops-in-view">: plays only while it is seen, and never against the wish for less motion.
define("loops-in-view", (video) => {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const watcher = new IntersectionObserver(([{ isIntersecting }]) => {
    if (isIntersecting && !calm.matches) video.play().catch(() => { video.controls = true; });
    else video.pause();
  }, { threshold: 0.3 });
  watcher.observe(video);
});
