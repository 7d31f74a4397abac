// The harness's page: `begin` mounts cartnudge as a shop would, and notes what it tells.
import { createEngine } from "/js/engine.js";
import { mount } from "/js/index.js";

const chatOpened = [];

window.told = { decision: [], exposure: [], interaction: [], holdout: [], outcome: [], error: [] };
window.chatOpened = chatOpened;
window.errors = [];
window.createEngine = createEngine;
window.mount = mount;

/** Chat and callbacks can't come from the test's side, so they are added here. */
window.begin = async ({ throwing = [], ...options } = {}) => {
  const may = (name) => {
    if (throwing.includes(name)) throw new Error(`the shop's ${name} threw`);
  };
  const handle = await mount({
    chat: {
      open(context) {
        may("chat");
        chatOpened.push(context);
      },
    },
    ...options,
    onDecision(decision) {
      window.told.decision.push(decision);
      may("onDecision");
    },
    onError(error) {
      window.errors.push(error);
      window.told.error.push(error?.message ?? String(error));
      may("onError");
    },
  });
  for (const name of ["exposure", "interaction", "holdout", "outcome"]) {
    handle.on(name, (event) => {
      window.told[name].push(event);
      may(name);
    });
  }
  window.handle = handle;
};
