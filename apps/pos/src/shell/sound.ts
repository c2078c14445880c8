/** Two short notes. Silent where the browser has not been touched yet, which is no fault. */
export function chime(): void {
  try {
    const audio = new AudioContext()
    for (const [start, hertz] of [
      [0, 660],
      [0.14, 880],
    ] as const) {
      const note = audio.createOscillator()
      const volume = audio.createGain()
      note.frequency.value = hertz
      volume.gain.value = 0.08
      note.connect(volume).connect(audio.destination)
      note.start(audio.currentTime + start)
      note.stop(audio.currentTime + start + 0.12)
    }
    setTimeout(() => void audio.close(), 1_000)
  } catch (error) {
    console.info('No sound', error)
  }
}
