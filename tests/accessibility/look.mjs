// Opens pages as readers do, and says what axe and the browser find in them.
//
// Reads one JSON value from standard input:
//   { chromium, tags, tabs, views: { name: { width, height, dark } },
//     pages: [{ path, at, judged: [view, ...] }] }
// Writes a line of JSON for each page and view, in any order:
//   { path, view, passed, violations: [text], requests: [address], overflow, headings: [text] }
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
  for (let page = waiting.shift(); page; page = waiting.shift()) {
    const own = pathToFileURL(page.path).href;
    requests = [];
    await tab.goto(own + page.at, { waitUntil: "load" });
    if (page.judged.length) await tab.evaluate(axe);
    for (const [view, { width, height, dark }] of Object.entries(asked.views)) {
      await tab.setViewportSize({ width, height });
      await tab.emulateMedia({ colorScheme: dark ? "dark" : "light" });
      const judged = page.judged.includes(view)
        ? await tab.evaluate(judge, asked.tags)
        : { passed: null, violations: [] };
      const seen = await tab.evaluate(measure);
      const elsewhere = requests.filter(
        (address) => address.split("#")[0] !== own && !address.startsWith("data:"),
      );
      const { path } = page;
      console.log(JSON.stringify({ path, view, requests: elsewhere, ...judged, ...seen }));
    }
  }
  await tab.close();
}

// The two below run inside the page, whose own policy forbids it to load anything.

async function judge(tags) {
  const found = await window.axe.run(document, {
    runOnly: tags,
    resultTypes: ["violations"],
    preload: false,
  });
  const violations = found.violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map((node) => `${id} (${impact}): ${help}, at ${node.target.flat().join(" ")}`),
  );
  return { passed: found.passes.length, violations };
}

function measure() {
  const headings = [...document.querySelectorAll("h2")]
    .filter((heading) => heading.checkVisibility())
    .map((heading) => heading.textContent);
  return { overflow: document.scrollingElement.scrollWidth - window.innerWidth, headings };
}
