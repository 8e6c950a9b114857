const START_PX = 8;
const PX_PER_FRAME = 6;

/**
 * A finger or mouse drawn sideways over the picture leads through its frames. Not while the picture is close (a drag
 * pans it then), with two fingers (they pinch), or while `isBusy()` (a tool has the pointer).
 */
export function scrubByDrag(stage, player, zoom, isBusy) {
  let from = null;
  stage.addEventListener("pointerdown", (event) => {
    from = isBusy() || zoom.isZoomed || event.button !== 0 ? null : { x: event.clientX, index: player.index, isScrubbing: false };
  });
  stage.addEventListener("pointermove", (event) => {
    if (!from) return;
    if (zoom.fingers > 1 || zoom.isZoomed) from = null;
    else scrub(event.clientX - from.x);
  });
  for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, () => (from = null));

  function scrub(wayPx) {
    if (!from.isScrubbing && Math.abs(wayPx) < START_PX) return;
    if (!from.isScrubbing) player.pause();
    from.isScrubbing = true;
    player.show(from.index + Math.round(wayPx / PX_PER_FRAME));
  }
}
