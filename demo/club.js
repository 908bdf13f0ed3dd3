// Hands the club's sample clip to the analysis, as any page can hand over a file of its own.
const button = /** @type {HTMLButtonElement} */ (document.querySelector("#try-sample"));
const note = /** @type {HTMLElement} */ (document.querySelector("#sample-note"));
const analyzer = /** @type {import("../widget/index.js").BadmintonAnalyzer} */ (
  document.querySelector("badminton-analyzer")
);

const elsewhere = /** @type {HTMLElement} */ (document.querySelector("#elsewhere"));
const link = /** @type {HTMLAnchorElement} */ (document.querySelector("#highlights-link"));

// Whoever has this link may watch the match, and nothing else.
analyzer.addEventListener("ba-analysis-complete", ({ detail }) => {
  const { videoId, shareToken = "" } = detail;
  link.search = new URLSearchParams({ video: videoId, token: shareToken }).toString();
  elsewhere.hidden = false;
});

button.addEventListener("click", async () => {
  button.disabled = true;
  note.textContent = "";
  try {
    const answer = await fetch("/samples/sample.mp4");
    if (!answer.ok) throw new Error(`sample: ${answer.status}`);
    const clip = await answer.blob();
    await customElements.whenDefined("badminton-analyzer");
    const taken = analyzer.analyze(new File([clip], "millbrook-sample.mp4", { type: "video/mp4" }));
    if (!taken) note.textContent = "One video at a time: finish with the other one first.";
  } catch {
    note.textContent = "The sample clip is not there right now. Please try again later.";
  } finally {
    button.disabled = false;
  }
});
