// The chosen theme and density before the first paint: a classic script in <head>, so nothing flashes.
(() => {
  const root = document.documentElement
  try {
    const { theme, density } = localStorage
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
    if (density === 'compact') root.dataset.density = density
  } catch {}
})()
