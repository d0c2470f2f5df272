(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const audio = byId("audio");
  const words = Array.from(document.querySelectorAll("#text .w"));
  const sentences = Array.from(document.querySelectorAll("#text .s"));
  const position = byId("position");
  const speed = byId("speed");
  const help = byId("help");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const root = document.documentElement;
  const total = data.duration;
  // A word stays lit a moment after it, so that the light does not flicker between words.
  const LINGER = 250;

  let word = -1;
  let sentence = -1;
  let chapter = -1;
  let following = true;
  let dragging = false;
  let frame = 0;

  root.classList.add("js");
  audio.removeAttribute("controls");

  // ------------------------------------------------------------------ helpers
  /** The index of the last of the ascending `starts` that is not after `time`, or -1. */
  const lastBefore = (starts, time) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  const clock = (ms) => {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    const two = (n) => String(n).padStart(2, "0");
    const minutes = Math.floor(seconds / 60) % 60;
    const hours = Math.floor(seconds / 3600);
    return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  };
  const fill = (template, ...values) => values.reduce((text, value) => text.replace("{}", () => value), template);
  const say = (text) => { byId("said").textContent = text; };
  const store = {
    key: `rhapsode:${location.pathname}:${total}`,
    get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch { /* private windows may refuse */ } },
  };

  // ---------------------------------------------------------------- following
  const light = (list, before, after, name) => {
    if (before === after) return;
    if (before >= 0) list[before].classList.remove(name);
    if (after >= 0) list[after].classList.add(name);
  };
  const at = (starts, ends, time) => {
    const index = lastBefore(starts, time);
    return index >= 0 && time < ends[index] + LINGER ? index : -1;
  };
  const scrollTo = (element) => {
    const box = element.getBoundingClientRect();
    const room = innerHeight - byId("player").offsetHeight;
    if (box.top > room * 0.18 && box.bottom < room * 0.72) return;
    scrollBy({ top: box.top - room * 0.3, behavior: calm.matches ? "auto" : "smooth" });
  };
  const follow = (on) => {
    following = on;
    byId("follow").setAttribute("aria-pressed", String(on));
    byId("return").hidden = on || audio.paused;
    if (on && sentence >= 0) scrollTo(word >= 0 ? words[word] : sentences[sentence]);
  };
  const update = () => {
    const time = audio.currentTime * 1000;
    const nextWord = at(data.words, data.wordEnds, time);
    const nextSentence = at(data.sentences, data.sentenceEnds, time);
    light(words, word, nextWord, "now");
    light(sentences, sentence, nextSentence, "saying");
    const moved = nextSentence >= 0 && (nextSentence !== sentence || nextWord % 12 === 0) && nextWord !== word;
    word = nextWord;
    sentence = nextSentence;
    if (moved && following && !audio.paused) scrollTo(word >= 0 ? words[word] : sentences[sentence]);
    showPosition(time);
    showChapter(time);
  };
  const showPosition = (time) => {
    byId("elapsed").textContent = clock(time);
    if (dragging) return;
    position.value = String(Math.round(time));
    position.style.setProperty("--done", `${total ? (100 * time) / total : 0}%`);
    position.setAttribute("aria-valuetext", fill(data.say.position, clock(time), clock(total)));
  };
  const showChapter = (time) => {
    const next = lastBefore(data.chapters.map((c) => c.start), time + 1);
    if (next === chapter) return;
    chapter = next;
    for (const button of document.querySelectorAll("[data-chapter]")) {
      if (Number(button.dataset.chapter) === chapter) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  };
  const run = () => {
    update();
    frame = audio.paused ? 0 : requestAnimationFrame(run);
  };

  // ------------------------------------------------------------------ actions
  const seek = (ms) => {
    audio.currentTime = Math.min(Math.max(0, ms), total - 50) / 1000;
    update();
  };
  const toggle = () => {
    if (!audio.paused) return audio.pause();
    if (audio.ended) seek(0);
    return audio.play().catch(trouble);
  };
  const trouble = (error) => {
    if (error && error.name === "AbortError") return;
    byId("trouble").textContent = data.say.missing;
    byId("trouble").hidden = false;
  };
  const setSpeed = (value) => {
    audio.playbackRate = value;
    audio.defaultPlaybackRate = value;
    speed.value = String(value);
    store.set("rhapsode:speed", String(value));
    say(fill(data.say.speed, `${value}×`));
  };
  const changeSpeed = (step) => {
    const index = Math.min(Math.max(0, speed.selectedIndex + step), speed.options.length - 1);
    setSpeed(Number(speed.options[index].value));
  };
  const jumpSentence = (step) => {
    const time = audio.currentTime * 1000;
    const here = lastBefore(data.sentences, time + 1);
    // Back, once one is well into a sentence, means to its beginning.
    const late = step < 0 && here >= 0 && time - data.sentences[here] > 1500;
    const next = Math.min(Math.max(0, late ? here : here + step), data.sentences.length - 1);
    if (next >= 0) seek(data.sentences[next]);
  };
  const showChapters = (open) => {
    byId("chapters").hidden = !open;
    byId("chapters-button").setAttribute("aria-expanded", String(open));
    if (open) (document.querySelector("[data-chapter][aria-current]") || document.querySelector("[data-chapter]")).focus();
  };
  const toChapter = (index) => {
    seek(data.chapters[index].start);
    follow(true);
    say(fill(data.say.chapter, data.chapters[index].title));
    showChapters(false);
    if (audio.paused) toggle();
    byId("play").focus({ preventScroll: true });
  };
  const mute = () => {
    audio.muted = !audio.muted;
    say(audio.muted ? data.say.muted : data.say.unmuted);
  };
  const actions = {
    play: toggle,
    back: () => seek(audio.currentTime * 1000 - 15000),
    forward: () => seek(audio.currentTime * 1000 + 15000),
    chapters: () => { if (data.chapters.length > 1) showChapters(byId("chapters").hidden); },
    follow: () => follow(!following),
    return: () => follow(true),
    help: () => help.showModal(),
  };

  // ------------------------------------------------------------------- events
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-action], [data-chapter], .w");
    if (!target) return;
    if (target.dataset.action) actions[target.dataset.action]();
    else if (target.dataset.chapter) toChapter(Number(target.dataset.chapter));
    else if (getSelection().isCollapsed) {
      seek(data.words[words.indexOf(target)]);
      if (audio.paused) toggle();
    }
  });
  const keys = {
    " ": toggle, k: toggle,
    j: actions.back, l: actions.forward,
    ArrowLeft: () => seek(audio.currentTime * 1000 - 5000), ArrowRight: () => seek(audio.currentTime * 1000 + 5000),
    "shift+ArrowLeft": () => changeSpeed(-1), "shift+ArrowRight": () => changeSpeed(1),
    "[": () => changeSpeed(-1), "]": () => changeSpeed(1),
    p: () => jumpSentence(-1), n: () => jumpSentence(1),
    c: actions.chapters, f: actions.follow, m: mute, "?": actions.help,
  };
  const scrolling = ["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"];
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || help.open) return;
    if (event.key === "Escape" && !byId("chapters").hidden) {
      showChapters(false);
      byId("chapters-button").focus();
      return;
    }
    const where = event.target.closest("button, a, select, input");
    const theirs = where && (event.key === " " || (/^Arrow/.test(event.key) && !where.matches("button, a")));
    if (theirs) return;
    if (scrolling.includes(event.key)) { loosen(); return; }
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = keys[event.shiftKey && name.length > 1 ? `shift+${name}` : name];
    if (!action) return;
    event.preventDefault();
    action();
  });
  const loosen = () => { if (following && !audio.paused) follow(false); };
  addEventListener("wheel", (event) => { if (!event.target.closest(".player")) loosen(); }, { passive: true });
  addEventListener("touchmove", (event) => { if (!event.target.closest(".player")) loosen(); }, { passive: true });

  position.max = String(total);
  position.step = "1000";
  position.addEventListener("input", () => {
    dragging = true;
    position.style.setProperty("--done", `${(100 * position.value) / total}%`);
    byId("elapsed").textContent = clock(Number(position.value));
  });
  position.addEventListener("change", () => {
    dragging = false;
    seek(Number(position.value));
  });
  speed.addEventListener("change", () => setSpeed(Number(speed.value)));

  const playing = (on) => {
    byId("player").classList.toggle("playing", on);
    byId("play").setAttribute("aria-label", on ? data.say.pause : data.say.play);
    byId("play").title = `${on ? data.say.pause : data.say.play} (K)`;
    byId("return").hidden = following || !on;
    if (on && !frame) frame = requestAnimationFrame(run);
    if ("mediaSession" in navigator) navigator.mediaSession.playbackState = on ? "playing" : "paused";
  };
  audio.addEventListener("play", () => playing(true));
  audio.addEventListener("playing", () => { byId("trouble").hidden = true; });
  audio.addEventListener("pause", () => { playing(false); remember(); });
  audio.addEventListener("ended", () => playing(false));
  audio.addEventListener("seeked", update);
  audio.addEventListener("error", trouble);
  const last = audio.querySelector("source:last-of-type");
  if (last) last.addEventListener("error", trouble);

  // ------------------------------------------------------- where one left off
  const remember = () => store.set(store.key, audio.ended ? "0" : String(Math.round(audio.currentTime * 1000)));
  addEventListener("pagehide", remember);
  const begin = () => {
    const asked = /(?:^#|&)t=(\d+(?:\.\d+)?)/.exec(location.hash);
    const left = Number(store.get(store.key));
    if (asked) seek(1000 * Number(asked[1]));
    else if (left > 10000 && left < total - 15000) seek(left);
    else update();
  };
  addEventListener("hashchange", begin);
  if (audio.readyState > 0) begin();
  else audio.addEventListener("loadedmetadata", begin, { once: true });

  const usual = Number(store.get("rhapsode:speed"));
  if (Array.from(speed.options).some((option) => Number(option.value) === usual)) {
    audio.playbackRate = audio.defaultPlaybackRate = usual;
    speed.value = String(usual);
  }
  for (const mark of data.chapters.slice(1)) {
    const tick = document.createElement("i");
    tick.style.left = `${(100 * mark.start) / total}%`;
    byId("ticks").append(tick);
  }
  if ("mediaSession" in navigator && "MediaMetadata" in window) {
    navigator.mediaSession.metadata = new MediaMetadata({ title: data.title, artist: data.author, album: data.album });
    const media = { play: toggle, pause: toggle, seekbackward: actions.back, seekforward: actions.forward };
    for (const [name, action] of Object.entries(media)) {
      try { navigator.mediaSession.setActionHandler(name, action); } catch { /* older browsers know fewer */ }
    }
  }
})();
