// Opens pages that were made of hostile data, and says what they tried to do.
//
// Reads one JSON value from standard input: { chromium, mark, pages: [path] }
// Writes a line of JSON for each page:
//   { path, dialogs, console: [text], requests: [address], elements, shown }
// where `elements` counts the elements that the hostile text would make, and `shown` says how often
// its mark stands in the page as text.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const asked = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({ executablePath: asked.chromium });
try {
  // Without the page's own policy, so that nothing but escaping stands between text and script.
  const context = await browser.newContext({ bypassCSP: true });
  const tab = await context.newPage();
  let dialogs = 0;
  let said = [];
  let requests = [];
  tab.on("dialog", (dialog) => {
    dialogs += 1;
    return dialog.dismiss();
  });
  tab.on("console", (message) => said.push(message.text()));
  tab.on("pageerror", (error) => said.push(String(error)));
  tab.on("request", (request) => requests.push(request.url()));
  for (const path of asked.pages) {
    const own = pathToFileURL(path).href;
    [dialogs, said, requests] = [0, [], []];
    await tab.goto(own, { waitUntil: "load" });
    const seen = await tab.evaluate(look, asked.mark);
    const elsewhere = requests.filter(
      (address) => address.split("#")[0] !== own && !address.startsWith("data:"),
    );
    console.log(JSON.stringify({ path, dialogs, console: said, requests: elsewhere, ...seen }));
  }
} finally {
  await browser.close();
}

// Runs inside the page.
function look(mark) {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const text = document.documentElement.textContent;
  return {
    elements: document.querySelectorAll("[onload],[onerror],[onfocus],[onmouseover],script").length,
    shown: text.split(mark).length - 1,
  };
}
