// Drafts: what is typed into a form with `data-draft` survives a reload on this device, until it is saved or 14 days old.
import { $, enhance, on, store } from './dom.js'

const DAYS = 14 * 86400000
const keyOf = (form) => `draft:${form.dataset.draft}`
const fields = (form) => [...form.elements].filter((e) => e.name && !/^(hidden|password|file|submit|button)$/.test(e.type))
const read = (key) => { try { return JSON.parse(store.get(key)) } catch { return null } }

for (const key of store.keys()) if (key.startsWith('draft:') && !(Date.now() - read(key)?.at < DAYS)) store.drop(key)

let timer
on('input', 'form[data-draft]', (_, form) => {
  clearTimeout(timer)
  timer = setTimeout(() => {
    const values = fields(form).map((e) => [e.name, e.type === 'checkbox' || e.type === 'radio' ? [e.value, e.checked] : e.value])
    store.set(keyOf(form), JSON.stringify({ at: Date.now(), version: form.elements.version?.value, values }))
    mark(form)
  }, 400)
})
const mark = (form) => { const saved = $('[data-saved]', form); if (saved) saved.hidden = false }
const forget = (form) => { clearTimeout(timer); store.drop(keyOf(form)) }

enhance('form[data-draft]', (form) => {
  const draft = read(keyOf(form))
  // Somebody saved meanwhile, or the server sends the form back with what was typed: its values win.
  if (!draft || draft.version !== form.elements.version?.value || $('[aria-invalid=true],[data-errors]', form)) return
  const controls = fields(form)
  for (const [n, [name, value]] of draft.values.entries()) {
    const control = controls[n]
    if (control?.name !== name) return
    if (Array.isArray(value)) { if (control.value === value[0]) control.checked = value[1] }
    else if (control.value !== value) { control.value = value; control.tomselect?.sync(); control.dispatchEvent(new Event('restored')) }
  }
  mark(form)
})
on('htmx:after:request', 'form[data-draft]', (event, form) => { if (event.detail.ctx.response?.status < 400) forget(form) })
