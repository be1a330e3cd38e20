// Opens pages as readers do and says what axe finds in them.
//
// Reads one JSON value from standard input:
//   { chromium, tags, tabs, views: [{ name, width, height, dark }], pages: [path, ...] }
// Writes a line of JSON for each page and view, in any order:
//   { page, view, passed, violations: [text, ...], requests: [address, ...], overflow }
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const asked = JSON.parse(readFileSync(0, "utf8"));
const waiting = [...asked.pages];

const browser = await chromium.launch({ executablePath: asked.chromium });
try {
  await Promise.all(Array.from({ length: asked.tabs }, openOneAfterAnother));
} finally {
  await browser.close();
}

async function openOneAfterAnother() {
  const tab = await browser.newPage();
  let requests = [];
  tab.on("request", (request) => requests.push(request.url()));
  for (let path = waiting.shift(); path; path = waiting.shift()) {
    const own = pathToFileURL(path).href;
    requests = [];
    await show(tab, asked.views[0]);
    await tab.goto(own, { waitUntil: "load" });
    await tab.evaluate(axe);
    for (const view of asked.views) {
      await show(tab, view);
      const found = await tab.evaluate(judge, asked.tags);
      const elsewhere = requests.filter((url) => url !== own && !url.startsWith("data:"));
      console.log(JSON.stringify({ page: path, view: view.name, requests: elsewhere, ...found }));
    }
  }
  await tab.close();
}

async function show(tab, view) {
  await tab.setViewportSize({ width: view.width, height: view.height });
  await tab.emulateMedia({ colorScheme: view.dark ? "dark" : "light" });
}

// Runs inside the page. Its own policy forbids it to load anything, so axe fetches nothing.
async function judge(tags) {
  const overflow = document.scrollingElement.scrollWidth - window.innerWidth;
  const found = await window.axe.run(document, {
    runOnly: tags,
    resultTypes: ["violations"],
    preload: false,
  });
  const violations = found.violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map((node) => `${id} (${impact}): ${help}, at ${node.target.flat().join(" ")}`),
  );
  return { passed: found.passes.length, violations, overflow };
}
