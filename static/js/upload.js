// <form data-behaviour="uploads" data-pieces="address">: sends the video in pieces, goes on after a lost connection,
// and shows how far it is. Without this file the form sends the whole video in one post.
import { define } from "behaviours";

const PIECE_BYTES = 8 * 1024 * 1024;
const WAITS_MS = [1000, 2000, 4000, 8000, 15000, 30000];

class Stopped extends Error {}

define("uploads", (form) => {
  const view = viewOf(form);
  let upload = null;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (upload) return;
    upload = new Upload(form.video.files[0], form.dataset.pieces, form.csrfmiddlewaretoken.value, view);
    view.start();
    try {
      view.finish(await upload.run());
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      view.answer({ message: "Stopped. Upload the same video again to go on where it stopped." });
    } finally {
      upload = null;
    }
  });
  view.stopButton.addEventListener("click", () => upload?.stop());
  window.addEventListener("beforeunload", (event) => {
    if (upload) event.preventDefault();
  });
});

class Upload {
  isStopped = false;
  request = null;

  constructor(file, address, token, view) {
    this.file = file;
    this.address = address;
    this.token = token;
    this.view = view;
  }

  stop() {
    this.isStopped = true;
    this.request?.abort();
  }

  // Sends piece after piece until the server gives its last word, which is returned.
  async run() {
    let offset = await this.patiently(() => this.offsetAtServer());
    for (;;) {
      const reply = await this.patiently(() => this.sendPiece(offset));
      const isLastWord = reply.location || reply.message;
      if (isLastWord) return reply;
      if (reply.offset === offset) await pause(WAITS_MS[0]); // another tab is writing
      offset = reply.offset;
    }
  }

  // A lost connection or a busy server is no reason to give up.
  async patiently(attempt) {
    for (let tries = 0; ; tries++) {
      if (this.isStopped) throw new Stopped();
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof TypeError) && !(error instanceof ProgressEvent)) throw error;
        this.view.say("The connection is lost. Trying again…");
        await pause(WAITS_MS[Math.min(tries, WAITS_MS.length - 1)]);
      }
    }
  }

  async offsetAtServer() {
    const reply = await fetch(this.address, { method: "HEAD", headers: this.headers() });
    return Number(reply.headers.get("Upload-Offset"));
  }

  sendPiece(offset) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      this.request = request;
      request.open("PATCH", this.address);
      for (const [name, value] of Object.entries(this.headers())) request.setRequestHeader(name, value);
      request.setRequestHeader("Upload-Offset", offset);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.onprogress = (event) => this.view.progress(offset + event.loaded, this.file.size);
      request.onerror = request.onabort = reject;
      request.onload = () => (request.status >= 500 ? reject(new TypeError("server error")) : resolve(replyOf(request)));
      request.send(this.file.slice(offset, offset + PIECE_BYTES));
    });
  }

  headers() {
    return {
      "X-CSRFToken": this.token,
      "Upload-Name": encodeURIComponent(this.file.name),
      "Upload-Length": this.file.size,
      "Upload-Modified": this.file.lastModified,
    };
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function replyOf(request) {
  if (request.getResponseHeader("Content-Type")?.startsWith("application/json")) return JSON.parse(request.responseText);
  return { message: "The server did not take the video.", advice: "Load this page again and sign in if asked." };
}

function viewOf(form) {
  const answer = form.querySelector("[role=alert]");
  const progress = form.querySelector(".upload__progress");
  const [sendButton, stopButton] = form.querySelectorAll("button");
  const toggle = (isSending) => {
    progress.hidden = stopButton.hidden = !isSending;
    sendButton.disabled = form.video.disabled = isSending;
  };
  return {
    stopButton,
    start() {
      answer.replaceChildren();
      toggle(true);
      this.progress(0, 1);
    },
    progress(sent, size) {
      const percent = size ? Math.floor((100 * sent) / size) : 100;
      progress.querySelector("progress").value = percent;
      this.say(percent < 100 ? `${percent} % sent` : "Sent. Checking the video…");
    },
    say(text) {
      progress.querySelector("[role=status]").textContent = text;
    },
    finish(reply) {
      if (reply.location && !reply.message) window.location.assign(reply.location);
      else this.answer(reply);
    },
    /** @param {{ message: string, advice?: string, location?: string }} reply */
    answer({ message, advice, location }) {
      toggle(false);
      const notice = document.createElement("div");
      notice.className = location ? "notice notice--caution" : "notice notice--bad";
      notice.append(paragraph(message, "notice__title"), ...(advice ? [paragraph(advice)] : []));
      if (location) notice.append(Object.assign(document.createElement("a"), { href: location, textContent: "Open it" }));
      answer.replaceChildren(notice);
    },
  };
}

function paragraph(text, className = "") {
  return Object.assign(document.createElement("p"), { textContent: text, className });
}
