// The live page. Everything that people wrote is set as textContent: a member's name is never markup.

import { explain, layerName } from "/explanation.js";

const shownRows = 60;
const keptViolations = 400;
const overviewInterval = 10_000;
const silenceLimit = 16_000;
const firstRetry = 1_000;
const longestRetry = 30_000;
const freshFor = 1_600;
const announceInterval = 8_000;

const guilds = new Map();
const members = new Map();
const channels = new Map();
const violations = new Map();
const guildCards = new Map();
const arrivedAt = new Map();

let filter = null;
let paused = false;
let heldBack = 0;
let source = null;
let failures = 0;
let retryTimer = 0;
let retryAt = 0;
let lastHeard = 0;
let updatedAt = "";
let unannounced = [];
let renderAsked = false;
let loaded = false;

const byId = id => document.getElementById(id);
const status = byId("status");
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
const numbers = new Intl.NumberFormat("en");

// Words

const ruleNames = { invite: "Invite link", duplicate: "Repeated message", flood: "Message flood", zalgo: "Buried letters", analysis: "Found by the model" };
const outcomeNames = { none: "Nothing to do", pending: "Under way", done: "Done", refused: "Refused", failed: "Failed", dry_run: "Dry run", skipped: "Left out" };
const remedies = {
  message: { actions: ["delete"], pending: "deleting message", done: "message deleted", not: "message not deleted", dry_run: "message would be deleted" },
  name: { actions: ["reset_nickname"], pending: "resetting name", done: "name reset", not: "name not reset", dry_run: "name would be reset" },
  thread: { actions: ["delete_thread", "rename_thread"], pending: "removing thread name", done: "thread name removed", not: "thread name not removed", dry_run: "thread name would be removed" },
};
const subjects = { message: remedies.message, nickname: remedies.name, display_name: remedies.name, thread_name: remedies.thread };

const isShown = violation => !filter || violation.guild === filter;
const sentence = text => text.charAt(0).toUpperCase() + text.slice(1).replaceAll("-", " ");
const ruleName = rule => ruleNames[rule] ?? sentence(rule);
const remedyOf = violation => subjects[violation.subject] ?? remedies.message;
const isRemedyAlone = violation => remedyOf(violation).actions.includes(violation.action);
const shortId = id => `…${id.slice(-4)}`;
const isStranger = id => members.get(id)?.known === false;
const memberName = id => isStranger(id) ? "Unknown user" : members.get(id)?.name ?? `Member ${shortId(id)}`;
const guildName = id => guilds.get(id)?.name || `Guild ${shortId(id)}`;

function place(violation) {
  switch (violation.subject) {
    case "nickname": return "nickname";
    case "display_name": return "display name";
    case "thread_name": return channels.get(violation.channel)?.parent ? `a thread in #${channels.get(violation.channel).parent}` : "a thread";
  }
  const channel = channels.get(violation.channel);
  if (!channel) return "a channel that is gone";
  return channel.parent ? `#${channel.parent} › ${channel.name}` : `#${channel.name}`;
}

function duration(seconds) {
  if (seconds % 86_400 === 0) return `${seconds / 86_400} d`;
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

function actionName(violation) {
  switch (violation.action) {
    case "none": return "No sanction";
    case "delete": return "Delete";
    case "reset_nickname": return "Reset name";
    case "delete_thread": return "Delete thread";
    case "rename_thread": return "Rename thread";
    case "timeout": return `Timeout ${duration(violation.actionSeconds)}`;
    default: return sentence(violation.action);
  }
}

function remedyText(violation) {
  const words = remedyOf(violation);
  return ["refused", "failed"].includes(violation.deletion) ? words.not : words[violation.deletion] ?? "";
}

// What happened

function takeGuild(overview) {
  guilds.set(overview.guild, overview);
}

function takeViolation(violation) {
  const known = violations.get(violation.id);
  // An overview that was asked before an action ended may arrive after the news of it.
  if (known?.settled && !violation.settled) return false;
  violations.set(violation.id, violation);
  if (!known && loaded) {
    arrivedAt.set(violation.id, Date.now());
    setTimeout(() => {
      arrivedAt.delete(violation.id);
      askRender();
    }, freshFor);
  }
  return !known;
}

function forgetOldest() {
  if (violations.size <= keptViolations) return;
  const oldestFirst = [...violations.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
  for (const violation of oldestFirst.slice(0, violations.size - keptViolations)) violations.delete(violation.id);
}

function takeNames(message) {
  for (const member of message.members) members.set(member.id, member);
  for (const channel of message.channels) channels.set(channel.channel, channel);
}

function takeUpdate(message) {
  takeNames(message);
  const known = message.guild && guilds.get(message.guild.guild);
  if (message.guild && (!known || message.guild.revision >= known.revision)) takeGuild(message.guild);
  for (const violation of message.violations) {
    if (!takeViolation(violation)) continue;
    unannounced.push(violation);
    if (paused && isShown(violation)) heldBack++;
  }
  forgetOldest();
  askRender();
}

async function loadOverview() {
  const response = await fetch("/api/demo/overview", { cache: "no-store" });
  if (!response.ok) throw new Error(`The overview was answered with ${response.status}.`);
  const overview = await response.json();
  takeNames(overview);
  const present = new Set(overview.guilds.map(guild => guild.guild));
  for (const id of guilds.keys()) if (!present.has(id)) guilds.delete(id);
  overview.guilds.forEach(takeGuild);
  for (const violation of overview.violations) if (takeViolation(violation) && paused && isShown(violation)) heldBack++;
  loaded = true;
  forgetOldest();
  askRender();
}

// The connection: a stream of updates, and the whole picture again and again, which also lets the minute's figures fall

function connect() {
  clearTimeout(retryTimer);
  source?.close();
  source = new EventSource("/api/demo/live");
  lastHeard = Date.now();
  source.addEventListener("update", event => {
    const message = JSON.parse(event.data);
    if (failures > 0 || status.dataset.state !== "live") loadOverview().catch(() => {}); // the next overview is seconds away
    failures = 0;
    lastHeard = Date.now();
    showState("live", message.at);
    takeUpdate(message);
  });
  source.addEventListener("error", lose);
}

function lose() {
  source?.close();
  source = null;
  clearTimeout(retryTimer);
  const wait = Math.min(longestRetry, firstRetry * 2 ** failures) * (0.8 + 0.4 * Math.random());
  failures++;
  retryAt = Date.now() + wait;
  retryTimer = setTimeout(connect, wait);
  showState("lost");
}

function watchSilence() {
  if (source && Date.now() - lastHeard > silenceLimit) lose();
  if (status.dataset.state === "lost") showState("lost");
}

function showState(state, at) {
  const changed = status.dataset.state !== state;
  status.dataset.state = state;
  byId("retry").hidden = state !== "lost";
  if (state === "live") {
    byId("state").textContent = "Live";
    const word = document.createElement("span");
    word.textContent = "updated ";
    updatedAt = clock.format(new Date(at));
    byId("updated").replaceChildren(word, updatedAt);
  } else {
    byId("state").textContent = "Disconnected";
    const next = source ? "trying now" : `next try in ${Math.max(0, Math.ceil((retryAt - Date.now()) / 1_000))} s`;
    byId("updated").textContent = updatedAt ? `updated ${updatedAt}, ${next}` : next;
  }
  if (changed) announce(state === "live" ? "Connected. Updates are live." : "Disconnected. What is shown may be old.");
}

// For those who listen instead of looking: in sentences, and not every one

function announce(text) {
  byId("announcement").textContent = text;
}

function announceViolations() {
  if (unannounced.length === 0 || paused || status.dataset.state !== "live") return;
  const newest = unannounced[unannounced.length - 1];
  const count = unannounced.length === 1 ? "One new violation" : `${unannounced.length} new violations`;
  announce(`${count}. ${ruleName(newest.rule)} by ${memberName(newest.member)} in ${guildName(newest.guild)}, severity ${newest.level}.`);
  unannounced = [];
}

// The page

function askRender() {
  if (renderAsked) return;
  renderAsked = true;
  requestAnimationFrame(() => {
    renderAsked = false;
    if (!loaded) return; // everything at once: news may come before the whole picture
    renderTotals();
    renderGuilds();
    renderFeed();
  });
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function setTitle(element, text) {
  if (element.title !== text) element.title = text;
}

function renderTotals() {
  const sum = pick => [...guilds.values()].reduce((total, guild) => total + pick(guild), 0);
  const messages = sum(guild => guild.hour.messages);
  const found = sum(guild => guild.hour.violations);
  setText(byId("total-messages"), numbers.format(sum(guild => guild.minute.messages)));
  setText(byId("total-violations"), numbers.format(found));
  setText(byId("total-rate"), messages === 0 ? "0" : (1_000 * found / messages).toFixed(1));
  setText(byId("total-actions"), numbers.format(sum(guild => guild.hour.actions)));
}

function renderGuilds() {
  const list = byId("guilds");
  byId("no-guilds").hidden = guilds.size > 0;
  const sorted = [...guilds.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.guild < b.guild ? -1 : 1));
  sorted.forEach((guild, position) => {
    let card = guildCards.get(guild.guild);
    if (!card) {
      card = byId("guild-template").content.firstElementChild.cloneNode(true);
      card.querySelector("button").addEventListener("click", () => choose(guild.guild));
      guildCards.set(guild.guild, card);
    }
    card.querySelector("button").setAttribute("aria-pressed", String(filter === guild.guild));
    setText(card.querySelector(".name"), guildName(guild.guild));
    card.querySelector(".dry").hidden = !guild.dryRun;
    setText(card.querySelector(".messages"), numbers.format(guild.minute.messages));
    setText(card.querySelector(".minute"), numbers.format(guild.minute.violations));
    setText(card.querySelector(".hour"), numbers.format(guild.hour.violations));
    if (list.children[position] !== card) list.insertBefore(card, list.children[position] ?? null);
  });
  for (const [id, card] of guildCards) {
    if (guilds.has(id)) continue;
    card.remove();
    guildCards.delete(id);
  }
}

function choose(guild) {
  filter = filter === guild ? null : guild;
  announce(filter ? `Only violations of ${guildName(filter)}.` : "Violations of all guilds.");
  for (const [id, card] of guildCards) card.querySelector("button").setAttribute("aria-pressed", String(filter === id));
  fillFeed();
}

function renderFeed() {
  setText(byId("pause"), paused ? (heldBack > 0 ? `Resume, ${numbers.format(heldBack)} new` : "Resume") : "Pause");
  if (!paused) fillFeed();
}

function fillFeed() {
  const shown = [...violations.values()]
    .filter(isShown)
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? 1 : -1))
    .slice(0, shownRows);
  // A row is a place, not a violation: what is shown moves through the rows, and nothing on the page is pushed aside.
  const body = byId("rows");
  while (body.children.length > shown.length) body.lastElementChild.remove();
  while (body.children.length < shown.length) body.append(byId("row-template").content.firstElementChild.cloneNode(true));
  shown.forEach((violation, position) => fillRow(body.children[position], violation));
  byId("violations").hidden = shown.length === 0;
  const empty = byId("no-violations");
  empty.hidden = shown.length > 0;
  setText(empty, filter ? `Nothing found in ${guildName(filter)} yet.` : "All quiet. Violations appear here as they are found.");
}

function fillRow(row, violation) {
  const at = new Date(violation.at);
  row.classList.toggle("fresh", Date.now() - (arrivedAt.get(violation.id) ?? 0) < freshFor);
  const part = (cell, name) => row.querySelector(`.${cell} .${name}`);
  const time = row.querySelector("time");
  setText(time, clock.format(at));
  if (time.dateTime !== violation.at) time.dateTime = violation.at;
  const rule = part("rule", "main");
  setText(rule, ruleName(violation.rule));
  setTitle(rule, `${layerName(violation.layer)}. Why?`);
  rule.dataset.violation = violation.id;
  setText(part("rule", "sub"), violation.reason);
  setTitle(part("rule", "sub"), violation.reason);
  part("severity", "level").dataset.level = violation.level;
  setText(part("severity", "word"), sentence(violation.level));
  setText(part("severity", "value"), violation.severity.toFixed(2));
  setText(part("member", "main"), memberName(violation.member));
  setTitle(part("member", "main"), violation.member);
  part("member", "main").classList.toggle("stranger", isStranger(violation.member));
  setText(part("where", "main"), guildName(violation.guild));
  setText(part("where", "sub"), place(violation));
  setTitle(part("where", "sub"), violation.channel === "0" ? "" : violation.channel);
  setText(part("action", "main"), actionName(violation));
  setText(part("action", "sub"), isRemedyAlone(violation) ? "" : remedyText(violation));
  const outcome = isRemedyAlone(violation) ? violation.deletion : violation.outcome;
  const mark = part("outcome", "mark");
  mark.dataset.outcome = outcome;
  setText(mark, outcomeNames[outcome] ?? sentence(outcome));
  setText(part("outcome", "sub"), violation.detail ?? "");
  setTitle(part("outcome", "sub"), violation.detail ?? "");
}

byId("rows").addEventListener("click", event => {
  const violation = violations.get(event.target.closest("button")?.dataset.violation);
  if (violation) explain(violation);
});
byId("pause").addEventListener("click", () => {
  paused = !paused;
  heldBack = 0;
  byId("pause").classList.toggle("on", paused);
  announce(paused ? "Paused. New violations are held back." : "Going on.");
  askRender();
});
byId("retry").addEventListener("click", () => {
  failures = 0;
  connect();
});
byId("violations").hidden = true;

connect();
setInterval(watchSilence, 1_000);
setInterval(announceViolations, announceInterval);
setInterval(() => {
  if (!document.hidden && status.dataset.state === "live") loadOverview().catch(() => {}); // the stream notices a lost server by itself
}, overviewInterval);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !source) connect();
});
