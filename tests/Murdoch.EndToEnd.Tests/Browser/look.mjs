// Opens a page at one width and theme, watches it, and says in a line of JSON what a person would see.
// Usage: node look.mjs URL BROWSER WIDTH light|dark [SCREENSHOT]
import { chromium } from "playwright-core";

const [url, executablePath, width, colorScheme, screenshot] = process.argv.slice(2);
const patience = 60_000;

// A browser of tests has nobody to call.
const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox", ...quiet] : quiet });
try {
  const page = await browser.newPage({ viewport: { width: Number(width), height: 900 }, colorScheme });
  const errors = [];
  page.on("console", message => { if (["error", "warning"].includes(message.type())) errors.push(message.text()); });
  page.on("pageerror", error => errors.push(String(error)));
  page.on("requestfailed", request => errors.push(`${request.url()}: ${request.failure()?.errorText}`));
  let loads = 0;
  page.on("load", () => loads++);
  await page.goto(url);

  await page.waitForSelector("#rows tr", { timeout: patience });
  const newest = await page.$eval("#rows tr time", time => time.dateTime);
  // How long after it was written a message's violation stands in the first row.
  const liveAfter = await page.evaluate(before => new Promise(resolve => {
    const look = () => {
      const at = document.querySelector("#rows tr time")?.dateTime;
      if (!at || at <= before) return;
      observer.disconnect();
      resolve(Date.now() - Date.parse(at));
    };
    const observer = new MutationObserver(look);
    observer.observe(document.getElementById("rows"), { subtree: true, childList: true, attributes: true, characterData: true });
    look();
  }), newest);

  const texts = selector => page.$$eval(selector, cells => cells.map(cell => cell.textContent));
  await page.waitForFunction(() => [...document.querySelectorAll("#rows td.member .main")].every(name => !name.textContent.startsWith("Member ")), null, { timeout: patience });
  const overflowing = await page.evaluate(() => {
    const clips = element => element && element !== document.body && (getComputedStyle(element).overflowX !== "visible" || clips(element.parentElement));
    return [...document.body.querySelectorAll("*")]
      .filter(element => element.getBoundingClientRect().right > innerWidth + 0.5 && !clips(element.parentElement))
      .map(element => `${element.tagName}.${element.className}`);
  });
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const paper = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  if (screenshot) await page.screenshot({ path: screenshot, fullPage: false });

  // Why something was found, most of all by the model: it has to turn up by itself.
  const byModel = await page.waitForSelector('#rows tr td.rule button[title^="Layer 3"]', { timeout: patience });
  const reason = await byModel.evaluate(button => button.nextElementSibling.textContent);
  await page.evaluate(() => document.getElementById("pause").click());
  await page.click('#rows tr td.rule button[title^="Layer 3"]');
  await page.waitForSelector("#explanation[open] blockquote", { timeout: patience });
  const explanation = await page.textContent("#explanation");
  const beyond = await page.evaluate(() => { const sheet = document.getElementById("explanation"); return sheet.scrollWidth - sheet.clientWidth; });
  if (screenshot) await page.screenshot({ path: screenshot.replace(/(\.[a-z]+)$/, "-why$1"), fullPage: false });
  await page.keyboard.press("Escape");
  const closed = await page.evaluate(() => !document.getElementById("explanation").open);

  const state = await page.textContent("#state");
  console.log(JSON.stringify({ errors, loads, liveAfter, state, places: await texts("#rows td.where .sub"), members: await texts("#rows td.member .main"), overflowing, sideways: Math.max(sideways, beyond), paper, reason, explanation, closed }));
} finally {
  await browser.close();
}
