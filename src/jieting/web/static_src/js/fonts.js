// A machine without a Chinese font loads the shipped one. Words that were set before it came are
// set again: some browsers keep the empty boxes they drew meanwhile.
const SHIPPED = "Jieting Sans";

function setAgain() {
  const came = [...document.fonts].some((face) => face.family.includes(SHIPPED) && face.status === "loaded");
  if (!came || document.documentElement.classList.contains("shipped-font")) return;
  document.documentElement.classList.add("shipped-font");
  document.dispatchEvent(new Event("jieting:font"));
}

document.fonts.addEventListener("loadingdone", setAgain);
document.fonts.ready.then(setAgain);
