/** Calls the technician back to the tab when the customer is at the code, and keeps the screen awake meanwhile. */
import { useEffect, useRef } from "react";

/** Keeps the screen from sleeping while `wanted`; quietly nothing where the browser offers no wake lock. */
export function useScreenAwake(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !("wakeLock" in navigator)) return;
    let lock: WakeLockSentinel | null = null;
    let over = false;
    const take = async () => {
      if (over || document.visibilityState !== "visible") return;
      lock = await navigator.wakeLock.request("screen").catch(() => null);
      if (over) await lock?.release();
    };
    void take();
    document.addEventListener("visibilitychange", take);
    return () => {
      over = true;
      document.removeEventListener("visibilitychange", take);
      void lock?.release();
    };
  }, [wanted]);
}

/** Two soft tones. Browsers stay silent until the page was pressed once; that is fine. */
function beep(): void {
  const sound = new AudioContext();
  for (const [start, pitch] of [
    [0, 660],
    [0.18, 880],
  ] as const) {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.08, sound.currentTime + start);
    volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + start + 0.16);
    tone.connect(volume).connect(sound.destination);
    tone.start(sound.currentTime + start);
    tone.stop(sound.currentTime + start + 0.16);
  }
  setTimeout(() => void sound.close(), 1000);
}

/** Beeps once when `calling` begins. */
export function useBeep(calling: boolean): void {
  const before = useRef(calling);
  useEffect(() => {
    if (calling && !before.current) beep();
    before.current = calling;
  }, [calling]);
}
