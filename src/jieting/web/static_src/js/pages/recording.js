// The player of a recording: a waveform with two lanes, marks, silent spans, keys and speed.
import { dataOf } from "../data.js";
import { isTyping } from "../page.js";

const STEP = 5; // seconds that an arrow moves
const COLOURS = { 0: "#1677ff", 1: "#389e0d", played: "#0958d9", line: "#e3e5e8", mark: "#cf1322", silent: "#fff1b8" };

function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

function drawing(canvas, wave) {
  const paint = canvas.getContext("2d");
  let size = { width: 0, height: 0 };

  function lane(side, points, top, height, played) {
    const middle = top + height / 2;
    const step = size.width / Math.max(points.length, 1);
    points.forEach((loud, at) => {
      const half = Math.max(0.5, (Math.sqrt(loud / 255) * height) / 2 - 2);
      paint.fillStyle = COLOURS[side];
      paint.globalAlpha = at / points.length < played ? 1 : 0.45;
      paint.fillRect(at * step, middle - half, Math.max(step - 0.5, 0.5), 2 * half);
    });
    paint.globalAlpha = 1;
  }

  function draw(place) {
    const { width, height } = size;
    const x = (milliseconds) => (milliseconds / wave.milliseconds) * width;
    paint.clearRect(0, 0, width, height);
    paint.fillStyle = COLOURS.silent;
    wave.silent.forEach(([first, last]) => paint.fillRect(x(first), 0, x(last) - x(first), height));
    const each = height / wave.peaks.length;
    wave.peaks.forEach((points, side) => {
      paint.fillStyle = COLOURS.line;
      if (side) paint.fillRect(0, side * each, width, 1);
      lane(side, points, side * each, each, place / wave.milliseconds);
    });
    paint.fillStyle = COLOURS.mark;
    wave.marks.forEach(({ at }) => paint.fillRect(Math.min(x(at), width - 1), 0, 1, height));
    paint.fillStyle = COLOURS.played;
    paint.fillRect(Math.min(x(place), width - 2), 0, 2, height);
  }

  function fit() {
    const [width, height, dense] = [canvas.clientWidth, canvas.clientHeight, window.devicePixelRatio || 1];
    canvas.width = Math.round(width * dense);
    canvas.height = Math.round(height * dense);
    paint.setTransform(dense, 0, 0, dense, 0, 0);
    size = { width, height };
  }
  return { draw, fit };
}

function start(box) {
  const find = (name) => box.querySelector(`[data-${name}]`);
  const wave = dataOf(box.dataset.wave);
  const sound = new Audio();
  sound.preload = "none";
  sound.src = box.dataset.player;
  const picture = drawing(find("canvas"), wave);
  let wanted = null; // where to go once the sound is there

  const length = wave.milliseconds / 1000;
  const now = () => wanted ?? sound.currentTime;
  const show = () => {
    picture.draw(now() * 1000);
    find("now").textContent = clock(now());
    find("place").value = Math.round(now() * 1000);
    find("place").setAttribute("aria-valuetext", clock(now()));
    find("toggle-words").textContent = sound.paused ? box.dataset.play : box.dataset.pause;
  };
  const seek = (seconds) => {
    const place = Math.min(Math.max(seconds, 0), length);
    if (sound.readyState) {
      wanted = null;
      sound.currentTime = place;
    } else {
      wanted = place;
    }
    show();
  };
  const toggle = () => (sound.paused ? sound.play().catch(() => undefined) : sound.pause());
  const frame = () => {
    show();
    if (!sound.paused) requestAnimationFrame(frame);
  };

  sound.addEventListener("loadedmetadata", () => wanted !== null && seek(wanted));
  sound.addEventListener("play", () => requestAnimationFrame(frame));
  for (const name of ["pause", "ended", "seeked"]) sound.addEventListener(name, show);
  sound.addEventListener("error", () => (find("message").textContent = box.dataset.failed));
  find("toggle").addEventListener("click", toggle);
  find("place").addEventListener("input", (event) => seek(Number(event.target.value) / 1000));
  find("speed").addEventListener("change", (event) => (sound.playbackRate = Number(event.target.value)));
  find("canvas").addEventListener("click", (event) => seek((event.offsetX / event.target.clientWidth) * length));
  for (const one of box.querySelectorAll("[data-step]")) {
    one.addEventListener("click", () => seek(now() + Number(one.dataset.step)));
  }
  for (const one of document.querySelectorAll("[data-seek]")) {
    one.addEventListener("click", () => seek(Number(one.dataset.seek)));
  }
  const KEYS = { " ": toggle, ArrowLeft: () => seek(now() - STEP), ArrowRight: () => seek(now() + STEP) };
  document.addEventListener("keydown", (event) => {
    const busy = event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]");
    // A focused button is pressed by the space bar already.
    if (busy || isTyping(event.target) || (event.key === " " && event.target.closest("button, a, summary"))) return;
    if (!KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  new ResizeObserver(() => (picture.fit(), show())).observe(find("canvas"));
  box.dataset.ready = "";
}

document.querySelectorAll("[data-player]").forEach(start);
