// The player against a video element that takes its time to seek, as real ones do.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const TIMES_S = [0, 0.1, 0.2, 0.3, 0.4];

class Video extends EventTarget {
  paused = true;
  seeking = false;
  playbackRate = 1;
  seeks = [];
  #timeS = 0;

  get currentTime() {
    return this.#timeS;
  }

  set currentTime(timeS) {
    this.#timeS = timeS;
    this.seeking = true;
    this.seeks.push(timeS);
  }

  requestVideoFrameCallback(tell) {
    this.tellFrame = tell;
  }

  // The browser has the picture: it tells of the frame on screen, then of the end of the seek.
  arrive(mediaTimeS = this.#timeS) {
    this.seeking = false;
    this.tellFrame(0, { mediaTime: mediaTimeS });
    this.dispatchEvent(new Event("seeked"));
  }

  play() {
    this.paused = false;
    this.dispatchEvent(new Event("play"));
  }

  pause() {
    this.paused = true;
    this.dispatchEvent(new Event("pause"));
  }
}

globalThis.HTMLVideoElement = Video;
const { Player } = await import("review/player");
let video, player;

beforeEach(() => {
  video = new Video();
  player = new Player(video, TIMES_S);
});

test("it tells which frame is on screen", () => {
  const told = [];
  player.addEventListener("frame", ({ detail }) => told.push(detail));
  player.show(3);
  video.arrive();
  assert.deepEqual(told, [3]);
  assert.equal(player.timeS, 0.3);
});

test("a seek that ends without a word of the frame arrives all the same", () => {
  player.show(2);
  video.seeking = false;
  video.dispatchEvent(new Event("seeked"));
  assert.equal(player.index, 2);
});

test("steps pressed while a seek is under way add up", () => {
  player.step(1);
  player.step(1);
  player.step(1);
  assert.equal(video.seeks.length, 1);
  video.arrive();
  video.arrive();
  assert.equal(player.index, 3);
});

test("a step stops the film", () => {
  player.toggle();
  player.step(1);
  assert.equal(player.isPlaying, false);
});

test("it does not step beyond the clip", () => {
  player.show(99);
  video.arrive();
  assert.equal(player.index, 4);
  player.step(-99);
  video.arrive();
  assert.equal(player.index, 0);
});

test("a span is begun at its first frame and begun again after its last", () => {
  player.loop = { fromS: 0.1, toS: 0.3 };
  video.arrive();
  assert.equal(player.index, 1);
  player.toggle();
  video.arrive(0.2);
  assert.equal(video.seeking, false);
  video.arrive(0.3);
  video.arrive();
  assert.equal(player.index, 1);
});

test("it tells of play, pause and loop", () => {
  let told = 0;
  player.addEventListener("state", () => (told += 1));
  player.toggle();
  player.toggle();
  player.loop = null;
  assert.equal(told, 3);
});
