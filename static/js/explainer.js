// Plays the level and the dropping walk in step and draws the pelvic line over both, from points known per frame.
// Without this module the clips have the browser's own controls and their posters show the line.
const LINE_LENGTH = 2.1; // of the distance between the two points, so that the line reaches past the body
const APART_S = 0.05;

document.querySelectorAll("[data-explainer]").forEach(start);

async function start(figure) {
  const clips = await Promise.all([...figure.querySelectorAll("[data-points]")].map(open));
  const controls = figure.querySelector(".explainer__controls");
  const button = (action) => controls.querySelector(`[data-action="${action}"]`);
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches || navigator.connection?.saveData;
  let wantsToPlay = !isStill;

  const show = () => {
    const isPlaying = !clips[0].video.paused;
    button("play").setAttribute("aria-pressed", isPlaying);
    button("play").querySelector('[data-when="playing"]').hidden = !isPlaying;
    button("play").querySelector('[data-when="paused"]').hidden = isPlaying;
  };
  const play = () => clips.forEach(({ video }) => video.play().catch(show));
  const pause = () => clips.forEach(({ video }) => video.pause());

  for (const clip of clips) follow(clip, clips[0].video);
  for (const event of ["play", "pause"]) clips[0].video.addEventListener(event, show);
  button("play").addEventListener("click", () => {
    wantsToPlay = clips[0].video.paused;
    if (wantsToPlay) play();
    else pause();
  });
  button("line").addEventListener("click", ({ currentTarget }) => {
    const isShown = toggle(currentTarget);
    for (const { canvas } of clips) canvas.hidden = !isShown;
  });
  button("slow").addEventListener("click", ({ currentTarget }) => {
    const rate = toggle(currentTarget) ? 0.25 : 1;
    for (const { video } of clips) video.playbackRate = rate;
  });
  new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) pause();
    else if (wantsToPlay) play();
  }, { threshold: 0.3 }).observe(figure);
  controls.hidden = false;
}

function toggle(button) {
  const isOn = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", isOn);
  return isOn;
}

async function open(screen) {
  const answer = await fetch(screen.dataset.points);
  const points = await answer.json();
  const video = screen.querySelector("video");
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = points.size_px;
  canvas.setAttribute("aria-hidden", "true");
  screen.append(canvas);
  video.controls = false;
  video.preload = "auto";
  video.currentTime = points.still_frame / points.frame_rate_hz; // the moment that shows the difference best
  return { points, video, canvas };
}

// Draws on every frame that the browser shows, and keeps the clip in step with the leading one.
function follow(clip, leader) {
  const { points, video } = clip;
  const drawAt = (time_s) => {
    const frame = Math.round(time_s * points.frame_rate_hz);
    draw(clip, Math.min(Math.max(frame, 0), points.left_xy_px.length - 1));
    const isApart = Math.abs(video.currentTime - leader.currentTime) > APART_S;
    if (video !== leader && isApart && !video.seeking && !leader.seeking) video.currentTime = leader.currentTime;
  };
  if ("requestVideoFrameCallback" in video) {
    const onFrame = (_now, { mediaTime }) => {
      drawAt(mediaTime);
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  } else {
    const onRepaint = () => {
      if (!video.paused) drawAt(video.currentTime);
      requestAnimationFrame(onRepaint);
    };
    requestAnimationFrame(onRepaint);
  }
  video.addEventListener("seeked", () => drawAt(video.currentTime));
  drawAt(video.currentTime);
}

function draw({ points, canvas }, frame) {
  const pen = canvas.getContext("2d");
  const colour = (name) => getComputedStyle(canvas).getPropertyValue(name).trim();
  const [left, right] = lengthened(points.left_xy_px[frame], points.right_xy_px[frame]);
  const level_px = (left[1] + right[1]) / 2;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.setLineDash([9, 6]);
  stroke(pen, [left[0] - 16, level_px], [right[0] + 16, level_px], colour("--film-level"), 2);
  pen.setLineDash([]);
  stroke(pen, left, right, colour("--film-edge"), 8);
  stroke(pen, left, right, colour("--film-line"), 5);
  for (const [x, y] of [left, right]) {
    for (const [radius_px, name] of [[8, "--film-edge"], [6, "--film-line"]]) {
      pen.fillStyle = colour(name);
      pen.beginPath();
      pen.arc(x, y, radius_px, 0, 2 * Math.PI);
      pen.fill();
    }
  }
}

function lengthened(left, right) {
  const middle = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
  return [left, right].map((end) => end.map((value, axis) => middle[axis] + (value - middle[axis]) * LINE_LENGTH));
}

function stroke(pen, from, to, colour, width_px) {
  pen.strokeStyle = colour;
  pen.lineWidth = width_px;
  pen.lineCap = "round";
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...to);
  pen.stroke();
}
