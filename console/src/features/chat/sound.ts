/** Two short tones for a new message; silent where the browser allows no sound before a press. */
export function beep(): void {
  try {
    const audio = new AudioContext();
    const volume = audio.createGain();
    volume.gain.value = 0.08;
    volume.connect(audio.destination);
    [660, 880].forEach((hertz, index) => {
      const tone = audio.createOscillator();
      tone.frequency.value = hertz;
      tone.connect(volume);
      tone.start(audio.currentTime + index * 0.12);
      tone.stop(audio.currentTime + index * 0.12 + 0.1);
    });
    setTimeout(() => void audio.close(), 1_000);
  } catch {
    // Words on the screen say the same.
  }
}
