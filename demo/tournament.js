// Shows the match that the page's address names. A real page would have its id and token written into the element.
const analyzer = /** @type {import("../widget/index.js").BadmintonAnalyzer} */ (
  document.querySelector("badminton-analyzer")
);
const setup = /** @type {HTMLFormElement} */ (document.querySelector("#setup"));
const now = /** @type {HTMLElement} */ (document.querySelector("#now"));

const asked = new URLSearchParams(location.search);
const attributes = { video: "video-id", token: "share-token", rallies: "rallies" };
for (const [name, attribute] of Object.entries(attributes)) {
  const value = asked.get(name) ?? "";
  if (value !== "") analyzer.setAttribute(attribute, value);
  const field = setup.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = value;
}
setup.hidden = asked.has("video");
analyzer.hidden = !asked.has("video");

// What a page may do with the element's events.
analyzer.addEventListener("ba-highlight-change", ({ detail: { rally, place, count } }) => {
  now.textContent = `On screen: rally ${rally} of the match, ${place} of ${count} in this selection.`;
});
