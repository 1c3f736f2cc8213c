// A ring for messages that come by themselves. A browser makes no sound before the first tap or key.

const NOTES = [[880, 0], [1174.66, 0.16]]; // Hz, and seconds after the start
const LASTS = 0.5;

let audio = null;

function wake() {
  audio ??= new AudioContext();
  if (audio.state === "suspended") audio.resume().catch(() => {});
}
for (const name of ["pointerdown", "keydown"]) addEventListener(name, wake, { capture: true });

export function ring() {
  if (audio?.state !== "running") return;
  for (const [pitch, after] of NOTES) {
    const start = audio.currentTime + after;
    const loudness = new GainNode(audio, { gain: 0 });
    loudness.gain.setValueAtTime(0.25, start);
    loudness.gain.exponentialRampToValueAtTime(0.001, start + LASTS);
    const tone = new OscillatorNode(audio, { frequency: pitch });
    tone.connect(loudness).connect(audio.destination);
    tone.start(start);
    tone.stop(start + LASTS);
  }
}
