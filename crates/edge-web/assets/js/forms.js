// Forms: the first error gets the focus, Ctrl+Enter saves, passwords can be shown, parts appear with the kind they belong to.
import { $, $$, enhance, on } from './dom.js'

enhance('[data-errors]', (summary) => summary.focus())
enhance('form', (form) => { if (!$('[data-errors]', form)) $('[aria-invalid=true]', form)?.focus() })
on('keydown', 'form textarea, form input', (event, field) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) { event.preventDefault(); field.form.requestSubmit() }
})
on('click', '[data-reveal]', (_, button) => {
  const input = $('input', button.parentElement)
  const shown = input.type === 'password'
  input.type = shown ? 'text' : 'password'
  button.setAttribute('aria-pressed', shown)
})
on('change', '[data-composer] [name=kind]', (_, radio) => {
  for (const part of $$('[data-kinds]', radio.form)) part.hidden = !part.dataset.kinds.split(' ').includes(radio.value)
})
// "Plan the next step" opens the composer at the kind it names.
on('click', '[data-compose]', (event, link) => {
  const form = $('[data-composer]')
  const radio = form && $(`[name=kind][value=${link.dataset.compose}]`, form)
  if (!radio) return
  event.preventDefault()
  radio.click()
  $('textarea', form).focus()
})
// The path of stages shows where one is.
enhance('.stage-path', (path) => {
  const now = $('[aria-current]', path)
  if (now) path.scrollLeft = now.offsetLeft - path.offsetLeft - (path.clientWidth - now.offsetWidth) / 2
})
// What is chosen beside a radio button is chosen with it.
on('change', '.optr select', (_, select) => { $('input[type=radio]', select.closest('.optr')).checked = true })
// A conflict: everything of one side.
on('click', '[data-take]', (_, button) => {
  for (const radio of $$(`[data-side=${button.dataset.take}]`, button.closest('form'))) radio.checked = true
})
// Set-up: what the choices will look like, before anything is saved; the time zone is the browser's until one is chosen.
function preview(form) {
  const { organization = '', locale, currency, time_zone: timeZone } = Object.fromEntries(new FormData(form))
  const put = (key, value) => { for (const place of $$(`[data-p=${key}]`)) place.textContent = value }
  const money = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }
  const tag = locale === 'en' ? 'en' : 'zh-CN'
  const now = new Date()
  try {
    put('organization', organization || '—')
    put('mark', [...organization.trim()][0] ?? '·')
    put('full', new Intl.NumberFormat(tag, money).format(3420000))
    put('short', new Intl.NumberFormat(tag, { ...money, notation: 'compact', maximumFractionDigits: 2 }).format(3420000))
    put('date', new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeZone }).format(now))
    put('time', new Intl.DateTimeFormat(tag, { timeStyle: 'short', hour12: false, timeZone }).format(now))
  } catch {}
}
on('input', '[data-preview]', (_, form) => preview(form))
enhance('[data-preview]', (form) => {
  const zone = $('[name=time_zone]', form)
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone
  if ('fresh' in form.dataset && $$('option', zone).some((option) => option.value === here)) zone.value = here
  preview(form)
})
// Long forms: the side column shows the section one reads.
enhance('a[data-section]', (link) => {
  const section = $(link.hash)
  if (!section) return
  new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return
    for (const other of $$('a[data-section]')) other.toggleAttribute('aria-current', other === link)
    link.setAttribute('aria-current', 'step')
  }, { rootMargin: '-20% 0px -60% 0px' }).observe(section)
})
