/** What both players show, recorded as one film beside each other, in the browser alone: nothing is sent anywhere. */

const HEIGHT_PX = 720;
const CAPTION_PX = 44;
const RATE_HZ = 30;
const TYPES = ["video/mp4;codecs=avc1.640028", "video/webm;codecs=vp9", "video/webm"];

export class Film {
  #clips;
  #sheet = document.createElement("canvas");
  #recorder = null;
  #parts = [];

  /** clips: as compare.js opens them, each with its caption(). */
  constructor(clips) {
    this.#clips = clips;
  }

  get isRunning() {
    return this.#recorder !== null;
  }

  start() {
    const widths = this.#clips.map((clip) => widthOf(clip));
    Object.assign(this.#sheet, { width: widths[0] + widths[1], height: HEIGHT_PX + CAPTION_PX });
    this.#parts = [];
    const mimeType = TYPES.find((each) => MediaRecorder.isTypeSupported(each));
    this.#recorder = new MediaRecorder(this.#sheet.captureStream(RATE_HZ), { mimeType, videoBitsPerSecond: 6e6 });
    this.#recorder.addEventListener("dataavailable", ({ data }) => this.#parts.push(data));
    this.#draw();
    this.#recorder.start();
  }

  /** Ends the film and hands it over as a file; its name says nothing of the patient. */
  async end() {
    const recorder = this.#recorder;
    this.#recorder = null;
    await new Promise((done) => {
      recorder.addEventListener("stop", done, { once: true });
      recorder.stop();
    });
    const type = recorder.mimeType.split(";")[0];
    const address = URL.createObjectURL(new Blob(this.#parts, { type }));
    const name = `stance-then-and-now.${type === "video/mp4" ? "mp4" : "webm"}`;
    Object.assign(document.createElement("a"), { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  #draw() {
    if (!this.isRunning) return;
    const ink = this.#sheet.getContext("2d");
    ink.fillStyle = "#0a0f0e";
    ink.fillRect(0, 0, this.#sheet.width, this.#sheet.height);
    ink.font = "20px sans-serif";
    let x = 0;
    for (const clip of this.#clips) {
      const width = widthOf(clip);
      ink.drawImage(clip.part("video"), x, 0, width, HEIGHT_PX);
      ink.drawImage(clip.part("canvas"), x, 0, width, HEIGHT_PX);
      ink.fillStyle = "#ffffff";
      ink.fillText(clip.caption(), x + 12, HEIGHT_PX + 29, width - 24);
      x += width;
    }
    requestAnimationFrame(() => this.#draw());
  }
}

/** Whole even pixels, which every coder takes. */
function widthOf({ part }) {
  const { videoWidth, videoHeight } = part("video");
  return 2 * Math.round((HEIGHT_PX * videoWidth) / videoHeight / 2);
}
