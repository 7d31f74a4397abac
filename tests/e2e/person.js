// Somebody who works with the control server, by its API: as the console does, with a session.
const password = "correct horse battery staple";

/** @typedef {Awaited<ReturnType<typeof open>>} Person */
/** @typedef {import("@playwright/test").BrowserContext} BrowserContext */

/**
 * Takes a one-time link, as the first admin or as somebody who was invited.
 * @param {string} link @param {{ name?: string, email?: string }} [who]
 */
export async function welcome(link, who) {
  const { origin, searchParams } = new URL(link);
  const answer = await fetch(`${origin}/v1/setup`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token: searchParams.get("token"), password, ...who }),
  });
  return open(origin, answer);
}

/** @param {string} origin @param {string} email */
export async function signIn(origin, email) {
  const answer = await fetch(`${origin}/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  return open(origin, answer);
}

/** @param {string} origin @param {Response} answer */
async function open(origin, answer) {
  if (!answer.ok) throw new Error(`no session: ${await answer.text()}`);
  const { csrf_token: csrf } = await answer.json();
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");

  /** @param {string} method @param {string} path @param {unknown} [body] @param {string} [ifMatch] */
  async function ask(method, path, body, ifMatch) {
    const response = await fetch(origin + path, {
      method,
      headers: {
        cookie,
        "x-csrf-token": csrf,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      etag: response.headers.get("etag") ?? undefined,
      body: text ? JSON.parse(text) : null,
    };
  }

  /** As `ask`, for what must work. @param {string} method @param {string} path @param {unknown} [body] @param {string} [ifMatch] */
  async function does(method, path, body, ifMatch) {
    const answered = await ask(method, path, body, ifMatch);
    if (answered.status >= 300)
      throw new Error(`${method} ${path}: ${answered.status} ${JSON.stringify(answered.body)}`);
    return answered.body;
  }

  return { origin, cookie, ask, does };
}

/** Signs a browser in. @param {BrowserContext} context @param {Person} person */
export async function become(context, person) {
  const cookies = person.cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: person.origin };
  });
  await context.addCookies(cookies);
}

/**
 * Somebody whom Ada invited.
 * @param {Person} ada @param {string} name @param {"viewer" | "editor" | "publisher" | "admin"} role
 */
export async function invite(ada, name, role) {
  const email = `${name.toLowerCase()}@shop.example`;
  const { link } = await ada.does("POST", "/v1/people", { name, email, role });
  return welcome(new URL(link, ada.origin).href);
}
