// Uses a site as readers do: follows every link, and goes through pages with the keyboard alone.
//
// Reads one JSON value from standard input:
//   { chromium, start: path or null, keyboard: [path] }
// Writes a line of JSON for each page that was opened:
//   { kind: "page", path, links: [address], ids: [id], said: [text], requests: [address] }
// and for each page that was gone through with the keyboard:
//   { kind: "keyboard", path, expected: [name], stops: [{ name, href, seen }], back, first, skipped,
//     contents, filter, details }
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const KINDS = {
  contents: "body > nav a[href^='#'], main > nav.contents a",
  filter: ".themes a[href^='#']:not([href='#reports'])",
  details: "summary",
};
const CODES = {
  Tab: { windowsVirtualKeyCode: 9 },
  Enter: { windowsVirtualKeyCode: 13, text: "\r" },
  Space: { windowsVirtualKeyCode: 32, text: " " },
};

const asked = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({ executablePath: asked.chromium });
try {
  const tab = await browser.newPage({ viewport: { width: 1000, height: 600 } });
  if (asked.start) await follow(tab, pathToFileURL(asked.start).href);
  for (const path of asked.keyboard) {
    console.log(JSON.stringify({ kind: "keyboard", path, ...(await walk(tab, path)) }));
  }
} finally {
  await browser.close();
}

// Opens a page and every page that links lead to in the folder of the first one, each once.
async function follow(tab, start) {
  let said = [];
  let requests = [];
  tab.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) said.push(message.text());
  });
  tab.on("pageerror", (error) => said.push(String(error)));
  tab.on("request", (request) => requests.push(request.url()));
  const site = new URL("./", start).href;
  const waiting = [start];
  const known = new Set(waiting);
  for (let page = waiting.shift(); page; page = waiting.shift()) {
    [said, requests] = [[], []];
    try {
      await tab.goto(page, { waitUntil: "load" });
    } catch (error) {
      said.push(`cannot be opened: ${error.message.split("\n")[0]}`);
      console.log(JSON.stringify({ kind: "page", path: page, links: [], ids: [], said, requests }));
      continue;
    }
    const { links, ids } = await tab.evaluate(readLinks);
    console.log(JSON.stringify({ kind: "page", path: page, links, ids, said, requests }));
    for (const link of links) {
      const target = link.split(/[?#]/)[0];
      if (!target.startsWith(site) || !target.endsWith(".html") || known.has(target)) continue;
      known.add(target);
      waiting.push(target);
    }
  }
}

async function walk(tab, path) {
  const address = pathToFileURL(path).href;
  const keys = await tab.context().newCDPSession(tab);
  const press = (names) => pressAll(keys, names);
  const fresh = async () => {
    await tab.goto("about:blank");
    await tab.goto(address, { waitUntil: "load" });
    return tab.evaluate(listen, KINDS);
  };
  const expected = await fresh();
  // Every stop forwards, until focus is back at the top or has long not been.
  await press(Array(expected.length + 1).fill("Tab"));
  for (let extra = 0; extra < expected.length + 20 && !(await tab.evaluate(cameRound)); extra += 1) {
    await press(["Tab"]);
  }
  const stops = await tab.evaluate(() => window.stops);
  await fresh();
  await press(["Shift+Tab", "Shift+Tab", "Shift+Tab"]);
  const back = (await tab.evaluate(() => window.stops)).map((one) => one.name);

  await fresh();
  await press(["Tab"]);
  const first = await tab.evaluate(now);
  await press(["Enter", "Tab"]);
  const skipped = await tab.evaluate(now);

  // Goes by Tab to the first stop of a kind; null where the page has none.
  const reach = async (kind) => {
    await fresh();
    if (!(await tab.evaluate(isThere, KINDS[kind]))) return null;
    const turns = stops.findIndex((stop) => stop.kinds.includes(kind)) + 1;
    await press(Array(turns).fill("Tab"));
    return { reached: turns > 0, ...(await tab.evaluate(now)) };
  };
  // Follows the link in focus, and says whether the next Tab goes on where it leads.
  const land = async (link) => {
    await press(["Enter"]);
    const { address, onScreen } = await tab.evaluate(where);
    await press(["Tab"]);
    Object.assign(link, { address, onScreen, beyond: await tab.evaluate(isBeyond, link.hash) });
  };
  const contents = await reach("contents");
  if (contents?.reached) await land(contents);
  const filter = await reach("filter");
  if (filter?.reached) {
    filter.before = await tab.evaluate(reports);
    await land(filter);
    filter.after = await tab.evaluate(reports);
    // Back up the same way, to the first of the filters, which shows everything again.
    for (let turn = 0; turn < 20 && (await tab.evaluate(now)).hash !== "#reports"; turn += 1) {
      await press(["Shift+Tab"]);
    }
    await press(["Enter"]);
    filter.again = await tab.evaluate(reports);
  }
  const details = await reach("details");
  if (details?.reached) {
    details.open = [];
    for (const key of ["Enter", "Enter", "Space", "Space"]) {
      await press([key]);
      details.open.push(await tab.evaluate(() => document.activeElement.parentElement.open));
    }
  }
  return { expected, stops, back, first, skipped, contents, filter, details };
}

// Presses keys one after the other, without waiting for the answer to each.
async function pressAll(keys, names) {
  await Promise.all(
    names.flatMap((name) => {
      const [key, modifiers] = name.startsWith("Shift+") ? [name.slice(6), 8] : [name, 0];
      const pressed = { ...CODES[key], key: key === "Space" ? " " : key, code: key, modifiers };
      return [
        keys.send("Input.dispatchKeyEvent", { type: "keyDown", ...pressed }),
        keys.send("Input.dispatchKeyEvent", { type: "keyUp", ...pressed, text: undefined }),
      ];
    }),
  );
}

// The rest runs inside the page.

function readLinks() {
  const elements = [...document.querySelectorAll("[id], a[name]")];
  return {
    links: [...new Set([...document.querySelectorAll("a[href], area[href]")].map((a) => a.href))],
    ids: elements.map((one) => one.id || one.name),
  };
}

// Notes each stop of the focus and whether it can be seen; returns what should be stopped at.
function listen(kinds) {
  const name = (one) => `${one.tagName} ${(one.textContent || one.ariaLabel || "").trim()}`;
  window.stops = [];
  document.addEventListener("focusin", ({ target }) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(target);
    const { right, bottom, width, height } = target.getBoundingClientRect();
    const marked = outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
    window.stops.push({
      name: name(target).slice(0, 80),
      href: target.getAttribute("href") ?? "",
      kinds: Object.keys(kinds).filter((kind) => target.matches(kinds[kind])),
      seen: (marked || boxShadow !== "none") && width * height > 0 && right > 0 && bottom > 0,
    });
  });
  return [...document.querySelectorAll("a[href], summary, button, input, select, [tabindex='0']")]
    .filter((one) => one.checkVisibility())
    .map((one) => name(one).slice(0, 80));
}

function isThere(selector) {
  return !!document.querySelector(selector);
}

function cameRound() {
  const { stops } = window;
  return stops.length > 1 && stops.at(-1).name === stops[0].name && stops.at(-1).href === stops[0].href;
}

function now() {
  const one = document.activeElement;
  return {
    name: `${one.tagName} ${one.textContent.trim()}`.slice(0, 80),
    hash: one.getAttribute("href") ?? "",
    address: location.hash,
    inMain: !!one.closest("main"),
  };
}

function where() {
  const { hash } = location;
  const target = document.getElementById(decodeURIComponent(hash.slice(1)));
  const { top, bottom } = target?.getBoundingClientRect() ?? { top: -1, bottom: -1 };
  return { address: hash, onScreen: bottom > 0 && top < window.innerHeight };
}

// Whether what has the focus stands in or after the target of a fragment.
function isBeyond(hash) {
  const target = document.getElementById(decodeURIComponent(hash.slice(1)));
  if (!target) return false;
  const place = target.compareDocumentPosition(document.activeElement);
  return !!(place & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY));
}

function reports() {
  return [...document.querySelectorAll(".reports > li > a")]
    .filter((one) => one.checkVisibility())
    .map((one) => one.getAttribute("href"));
}
