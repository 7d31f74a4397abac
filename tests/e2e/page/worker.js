// A web worker of the shop's: decides what it is sent.
import { createEngine } from "/js/engine.js";

addEventListener("message", async ({ data: [options, input] }) => {
  const engine = await createEngine(options);
  postMessage(JSON.stringify(engine.decide(input)));
  engine.free();
});
