// A range of dates on two months side by side; the two native date fields stay the truth.
import { $$, on, root } from './dom.js'

on('click', '[data-range-open]', async (_, button) => {
  await import('/assets/cally.js')
  const [from, to] = $$('input[type=date]', button.closest('[data-range]'))
  const panel = document.createElement('div')
  panel.className = 'menu cal-p'
  panel.popover = 'auto'
  const calendar = document.createElement('calendar-range')
  calendar.months = 2
  calendar.locale = root.lang
  calendar.firstDayOfWeek = 1
  if (from.value && to.value) calendar.value = `${from.value}/${to.value}`
  for (const offset of [0, 1]) {
    const month = document.createElement('calendar-month')
    month.offset = offset
    calendar.append(month)
  }
  calendar.addEventListener('change', () => {
    ;[from.value, to.value] = calendar.value.split('/')
    to.dispatchEvent(new Event('change', { bubbles: true }))
    panel.hidePopover()
  })
  panel.addEventListener('toggle', (event) => { if (event.newState === 'closed') panel.remove() })
  panel.append(calendar)
  button.after(panel)
  panel.showPopover({ source: button })
  calendar.focus?.()
})
