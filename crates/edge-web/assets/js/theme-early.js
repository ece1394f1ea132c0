// The chosen theme and density before the first paint: a classic script in <head>, so nothing flashes. The cookie is what the server draws by;
// a page that was drawn before the choice follows it here.
(() => {
  const root = document.documentElement
  const look = (/(?:^|; )look=([^;]*)/.exec(document.cookie)?.[1] ?? '').split('.')
  for (const theme of ['light', 'dark']) if (look.includes(theme)) root.dataset.theme = theme
  if (look.includes('compact')) root.dataset.density = 'compact'
})()
