// Modules ask for each other as the import map of the page has it: "review/frames" is static/js/review/frames.js.
import { existsSync } from "node:fs";
import { register } from "node:module";
import { isMainThread } from "node:worker_threads";

const MODULES = new URL("../../static/js/", import.meta.url);

export async function resolve(specifier, context, next) {
  const file = new URL(`${specifier}.js`, MODULES);
  if (/^[a-z_]+(\/[a-z_]+)?$/.test(specifier) && existsSync(file))
    return { url: file.href, format: "module", shortCircuit: true };
  return next(specifier, context);
}

// Node runs hooks in a thread of their own, which reads this file too.
if (isMainThread) register(import.meta.url);
