// Why a violation was found: asked for when somebody wants to know, and shown in a dialog. Everything that people wrote is set as textContent.

const layers = { patterns: "Layer 1, patterns", buffer: "Layer 2, the buffer", analysis: "Layer 3, the model" };
const outcomes = { decided: "Decided", outweighed: "Found too, and outweighed", spared: "Spared" };

const dialog = document.getElementById("explanation");
const body = document.getElementById("explanation-body");

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function section(title, ...content) {
  const made = element("section");
  made.append(element("h3", title), ...content);
  return made;
}

function list(items) {
  const made = element("ul");
  for (const item of items) {
    const line = element("li");
    line.append(...[item].flat());
    made.append(line);
  }
  return made;
}

// The text as it was written, with the places that rules found marked in it.
function written(text, index, places) {
  const quote = element("blockquote");
  let at = 0;
  for (const place of places.filter(place => place.text === index).sort((a, b) => a.start - b.start)) {
    if (place.start < at) continue;
    quote.append(text.text.slice(at, place.start), element("mark", text.text.slice(place.start, place.start + place.length)));
    at = place.start + place.length;
  }
  quote.append(text.text.slice(at));
  return quote;
}

const signed = number => `${number < 0 ? "−" : "+"}${Math.abs(number).toFixed(2)}`;
const found = rule => [element("b", `${rule.rule} ${rule.severity > 0 ? rule.severity.toFixed(2) : ""}`.trim()), `: ${rule.why}${rule.matched ? ` [${rule.matched}]` : ""}`];

function parts(violation, explanation) {
  const rules = explanation.rules;
  const verdict = explanation.verdict;
  const places = rules.filter(rule => rule.place && rule.outcome === "decided").map(rule => rule.place);
  // A flood is no single message's doing: what this one says by itself is another question.
  const made = [element("p", verdict.rule === violation.rule ? verdict.why : `${violation.reason} This message by itself: ${verdict.why}`, "why-verdict")];
  explanation.texts.forEach((text, index) => {
    made.push(section(text.kind ? `Text of: ${text.kind.replaceAll("_", " ")}` : "Message", written(text, index, places), element("p", `Read as: ${text.normalised || "nothing"}`, "sub-text")));
  });
  for (const [outcome, title] of Object.entries(outcomes)) {
    const those = rules.filter(rule => rule.outcome === outcome);
    if (those.length > 0) made.push(section(title, list(those.map(found))));
  }
  const opinion = explanation.opinion;
  if (opinion) {
    const words = opinion.words.map(word => [element("b", signed(word.odds)), ` “${word.place.original}”${word.parts.length > 0 ? ` (${word.parts.map(part => `“${part}”`).join(", ")})` : ""}`]);
    const talk = opinion.conversation.map(test => [element("b", test.applies ? signed(test.shift) : "0"), ` ${test.rule.replaceAll("-", " ")}: ${test.why}`]);
    made.push(section(`The model's words: ${opinion.category} ${opinion.severity.toFixed(2)}`, words.length > 0 ? list(words) : element("p", "No word speaks clearly for it or against it.", "sub-text")));
    made.push(section(`The conversation: ${opinion.context} ${opinion.context === 1 ? "message" : "messages"} before`, list(talk)));
  }
  const rest = element("details");
  rest.append(element("summary", "Why other rules did not fire"), list(rules.filter(rule => !(rule.outcome in outcomes)).map(found)));
  made.push(rest);
  if (explanation.exemptions.length > 0) made.push(section("Exemptions tested", list(explanation.exemptions.map(test => [`${test.name}: `, element("b", test.applies ? "yes" : "no")]))));
  return made;
}

export const layerName = layer => layers[layer] ?? layer;

export async function explain(violation) {
  body.replaceChildren(element("p", "Loading.", "sub-text"));
  document.getElementById("explanation-layer").textContent = layerName(violation.layer);
  dialog.showModal();
  try {
    const response = await fetch(`/api/demo/guilds/${violation.guild}/violations/${violation.id}/explanation`, { cache: "no-store" });
    if (!response.ok) throw new Error(response.status === 404 ? "It is too long ago: its message is not held any more." : `It was answered with ${response.status}.`);
    body.replaceChildren(...parts(violation, await response.json()));
  } catch (error) {
    body.replaceChildren(element("p", String(error.message), "sub-text"));
  }
}

document.getElementById("explanation-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", event => {
  if (event.target === dialog) dialog.close(); // the dialog's own padding is its content's: only the backdrop is left
});
