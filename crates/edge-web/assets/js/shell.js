// The frame: theme, sidebar on phones, one-key shortcuts of the page, and what happens when a request fails.
import { $, $$, on, root, shortcut } from './dom.js'
import { open } from './overlays.js'
import { say } from './toast.js'

on('click', '[data-theme-toggle]', (event) => {
  event.preventDefault()
  const dark = (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark'
  root.dataset.theme = dark ? 'light' : 'dark'
  const others = (/(?:^|; )look=([^;]*)/.exec(document.cookie)?.[1] ?? '').split('.').filter((word) => word && word !== 'light' && word !== 'dark')
  document.cookie = `look=${[root.dataset.theme, ...others].join('.')}; path=/; max-age=31536000; samesite=lax`
})

const sidebar = (show) => {
  $('#side')?.classList.toggle('open', show)
  $('[data-sidebar]')?.setAttribute('aria-expanded', show)
  if (show) $('#side a')?.focus()
}
on('click', '[data-sidebar]', () => sidebar(!$('#side').classList.contains('open')))
document.addEventListener('click', (event) => {
  if ($('#side.open') && !event.target.closest('#side,[data-sidebar]')) sidebar(false)
})

// Each key presses the first visible element that carries its attribute.
const KEYS = { f: '[data-filter]', n: '[data-new]', '/': '[data-palette]', j: 'a[data-step=next]', k: 'a[data-step=previous]' }
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && $('#side.open')) return sidebar(false)
  if (!shortcut(event)) return
  if (event.key === '?') return open('shortcuts')
  const target = KEYS[event.key] && $$(KEYS[event.key]).find((element) => element.checkVisibility())
  if (target) { event.preventDefault(); target.click() }
})

/** Says why an answer was refused, as far as it says so itself. */
export function refused(text) {
  const told = /data-told="([^"]*)"/.exec(text ?? '')
  if (told) say('text', decodeURIComponent(told[1]))
  else say('failed')
}

// A refused form (422) or a conflict (409) is shown where it belongs; anything else leaves the page as it is and says so,
// unless the answer brings its own message.
document.addEventListener('htmx:before:swap', (event) => {
  const { ctx } = event.detail
  const status = ctx.response?.status ?? 200
  if (status === 401) return location.reload()
  if (status < 400 || status === 422 || status === 409 || ctx.text?.includes('data-toast')) return
  event.preventDefault()
  refused(ctx.text)
})
// A second click while the first is on its way, or while the next page is coming, makes no second record.
let sent = new WeakSet()
let leaving
const STOPPED = 30_000
document.addEventListener('htmx:config:request', (event) => {
  const { ctx } = event.detail
  const form = ctx.sourceElement
  if (!(form instanceof HTMLFormElement) || ctx.request.method === 'GET') return
  if (sent.has(form)) return event.preventDefault()
  sent.add(form)
})
document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => { if (!ctx.hx?.redirect) sent.delete(ctx.sourceElement) })
document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.method !== 'post' || form.matches('[hx-post]')) return
  if (sent.has(form)) return event.preventDefault()
  sent.add(form)
  leaving = form
  setTimeout(() => sent.delete(form), STOPPED)
})
// Whoever stops the browser on its way may send again: at once after Esc; of the browser's own button no page hears.
document.addEventListener('keydown', (event) => { if (event.key === 'Escape') sent.delete(leaving) })
addEventListener('pageshow', () => { sent = new WeakSet() })

// What a page still waits for when it is left (counts, totals) is given up, not an error.
addEventListener('pagehide', () => { for (const element of $$('.htmx-request')) element.dispatchEvent(new Event('htmx:abort')) })
document.addEventListener('htmx:error', (event) => { if (event.detail.error?.name === 'TypeError' && event.detail.ctx) say('offline') })

on('click', '[data-print]', () => print())
on('click', '[data-copy]', async (_, button) => {
  await navigator.clipboard.writeText(button.dataset.copy)
  say('copied')
})
