// Works in JupyterLab as a researcher does: opens notebooks, runs all cells from the menu, changes
// a parameter, and says what is to be seen.
//
// Reads one JSON value from standard input:
//   { chromium, address, token, steps: [{ notebook, parameters: { name: source } }] }
// Writes a line of JSON for each step:
//   { notebook, cells, executed, errors: [text], pictures, words, requests: [address] }
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const asked = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({ executablePath: asked.chromium });
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  let requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(`${asked.address}lab?token=${asked.token}`, { waitUntil: "load" });
  for (const [turn, { notebook, parameters }] of asked.steps.entries()) {
    const next = asked.steps[turn + 1]?.notebook;
    await page.locator(".jp-DirListing-itemText", { hasText: notebook }).dblclick();
    await page.waitForFunction(isReady, notebook, { timeout: 60_000 });
    await page.evaluate(change, parameters);
    const before = await page.evaluate(lastCount);
    await page.locator(".lm-MenuBar-itemLabel", { hasText: /^Run$/ }).click();
    await page.locator(".lm-Menu-itemLabel", { hasText: /^Run All Cells$/ }).click();
    await page.waitForFunction(isDone, before, { timeout: 120_000 });
    const seen = await page.evaluate(look);
    const elsewhere = requests.filter(
      (address) => !address.startsWith(asked.address) && /^(http|ws)/.test(address),
    );
    console.log(JSON.stringify({ notebook, ...seen, requests: elsewhere }));
    requests = [];
    if (next !== notebook) await page.evaluate(leave);
  }
} finally {
  await browser.close();
}

// The rest runs inside the page, where JupyterLab shows its application.

function isReady(notebook) {
  const panel = window.jupyterapp?.shell.currentWidget;
  if (panel?.context?.path !== notebook) return false;
  return panel.context.isReady && panel.sessionContext.session?.kernel?.status === "idle";
}

function change(parameters) {
  const { cells } = window.jupyterapp.shell.currentWidget.content.model;
  for (const cell of cells) {
    if (!(cell.getMetadata("tags") ?? []).includes("parameters")) continue;
    let source = cell.sharedModel.getSource();
    for (const [name, value] of Object.entries(parameters)) {
      source = source.replace(new RegExp(`^${name} = .*$`, "m"), `${name} = ${value}`);
    }
    cell.sharedModel.setSource(source);
  }
}

function lastCount() {
  const cells = [...window.jupyterapp.shell.currentWidget.content.model.cells];
  return Math.max(0, ...cells.map((cell) => cell.executionCount ?? 0));
}

function isDone(before) {
  const panel = window.jupyterapp.shell.currentWidget;
  const code = [...panel.content.model.cells].filter((cell) => cell.type === "code");
  const failed = code.some((cell) => cell.outputs.toJSON().some((one) => one.output_type === "error"));
  const all = code.every(
    (cell) => cell.executionCount > before || !cell.sharedModel.getSource().trim(),
  );
  return (all || failed) && panel.sessionContext.session?.kernel?.status === "idle";
}

function look() {
  const code = [...window.jupyterapp.shell.currentWidget.content.model.cells].filter(
    (cell) => cell.type === "code",
  );
  const outputs = code.flatMap((cell) => cell.outputs.toJSON());
  const html = outputs.map((one) => [one.data?.["text/html"] ?? ""].flat().join("")).join("\n");
  return {
    cells: code.length,
    executed: code.filter((cell) => cell.executionCount).length,
    errors: outputs
      .filter((one) => one.output_type === "error")
      .map((one) => `${one.ename}: ${one.evalue}`),
    pictures: html.split("<svg").length - 1,
    words: html.replace(/<[^>]+>/g, " ").slice(0, 100_000),
  };
}

async function leave() {
  const panel = window.jupyterapp.shell.currentWidget;
  await panel.sessionContext.shutdown();
  panel.context.model.dirty = false;
  panel.dispose();
}
