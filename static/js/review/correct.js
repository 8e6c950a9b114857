/** Everything that corrects a run: points, level line, person, contacts and toe-offs. Each sends an ordinary form. */
import { ChoosePerson } from "review/choose_person";
import { Loupe } from "review/loupe";
import { MarkLevel } from "review/mark_level";
import { MarkPoints } from "review/mark_points";
import { MeasureByHand } from "review/measure_by_hand";
import { comeBack, keepPlace } from "review/place";
import { Steps } from "review/steps";

/** `bench` as review.js builds it, with the curve where there is one. Returns deeds by the name that buttons carry. */
export function correct(bench) {
  const said = bench.section.querySelector("#said-so-far");
  const { clicks, isByHand } = said ? JSON.parse(said.textContent) : { clicks: [], isByHand: false };
  const loupe = new Loupe(bench.part("stage"), bench.part("video"), bench.track);
  const tools = {
    person: new ChoosePerson(bench, loupe),
    ...(bench.part("hand-panel") && { hand: new MeasureByHand({ ...bench, clicksByHand: isByHand ? clicks : [] }, loupe) }),
    ...(bench.curve && { pelvis: new MarkPoints({ ...bench, clicks: isByHand ? [] : clicks }, loupe), level: new MarkLevel(bench, loupe) }),
  };
  const steps = bench.curve ? new Steps(bench) : null;
  bench.player.addEventListener("frame", () => loupe.draw());
  keepPlace(bench, steps);
  comeBack(bench, steps);
  return deedsOf(tools, steps, bench.loop);
}

/** The form that says how the clip was filmed, its first choice ready to be changed. */
function openFilming() {
  const filming = document.getElementById("filming");
  filming.open = true;
  filming.querySelector("select").focus({ preventScroll: true });
  filming.scrollIntoView({ block: "center" });
}

function deedsOf(tools, steps, loop) {
  const isMarking = () => Object.values(tools).some((each) => each.isOpen);
  const stop = () => Object.values(tools).forEach((each) => each.isOpen && each.close());
  const start = (name) => () => {
    stop();
    tools[name].open();
  };
  return {
    "mark-person": start("person"),
    "mark-stop": stop,
    escape: () => {
      if (isMarking()) stop();
      else if (steps?.isOpen) steps.deeds.steps();
      else loop?.end();
    },
    "say-filmed": openFilming,
    ...(tools.hand && { "by-hand": start("hand"), ...tools.hand.deeds }),
    ...(tools.pelvis && {
      "mark-pelvis": start("pelvis"),
      "mark-level": start("level"),
      "mark-previous": () => tools.pelvis.go(-1),
      "mark-next": () => tools.pelvis.go(1),
      "mark-redo": () => tools.pelvis.redo(),
      "level-redo": () => tools.level.redo(),
    }),
    ...steps?.deeds,
  };
}
