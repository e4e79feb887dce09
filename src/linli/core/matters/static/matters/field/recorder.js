// A voice note: recorded here, or picked as a file. It stays a sound; nothing is made of it but a sound.
(() => {
  "use strict";
  const MOST_SECONDS = 300;
  const KINDS = ["audio/mp4", "audio/webm;codecs=opus", "audio/ogg;codecs=opus"];
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

  // `button` starts and stops, `time` shows how long, `heard(file)` gets the sound, `failed()` when there is no microphone.
  function recorder({ button, word, time, words, heard, failed }) {
    let running = null;
    if (!window.MediaRecorder || !navigator.mediaDevices?.getUserMedia) { button.hidden = true; return; }
    function say(isOn) {
      button.setAttribute("aria-pressed", String(isOn));
      word.textContent = isOn ? words.stop : words.record;
      if (!isOn) time.textContent = "";
    }
    async function begin() {
      let sound;
      try { sound = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch { failed(); return; }
      const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
      const parts = [];
      running = new MediaRecorder(sound, { mimeType, audioBitsPerSecond: 32000 });
      let seconds = 0;
      const tick = setInterval(() => {
        seconds += 1;
        time.textContent = clock(seconds);
        if (seconds >= MOST_SECONDS - 1) running?.stop();
      }, 1000);
      running.ondataavailable = (event) => parts.push(event.data);
      running.onstop = () => {
        clearInterval(tick);
        for (const track of sound.getTracks()) track.stop();
        const type = running.mimeType.split(";")[0];
        running = null;
        say(false);
        heard(new File(parts, "voice", { type }));
      };
      running.start();
      say(true);
    }
    button.addEventListener("click", () => (running ? running.stop() : begin()));
    window.addEventListener("pagehide", () => running?.stop());
  }

  window.linliField = { ...window.linliField, recorder };
})();
