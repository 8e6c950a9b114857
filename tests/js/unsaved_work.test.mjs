// What is kept while it is typed, and what never is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isKept } from "unsaved_work";

const form = { method: "post", closest: () => form };
const field = (facts) => ({ form, name: "word", type: "text", autocomplete: "", dataset: {}, closest: () => null, ...facts });

test("words are kept, and nothing that lets somebody in", () => {
  assert.equal(isKept(field({})), true);
  assert.equal(isKept(field({ type: "password" })), false);
  assert.equal(isKept(field({ autocomplete: "one-time-code" })), false);
  assert.equal(isKept(field({ type: "hidden" })), false);
  assert.equal(isKept(field({ dataset: { notKept: "" } })), false);
});
