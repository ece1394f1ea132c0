// A range of dates on two months side by side; the two native date fields stay the truth.
import { $$, icon, on, root } from './dom.js'

const arrow = (slot, name) => {
  const svg = icon(name)
  svg.slot = slot
  return svg
}

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
  const months = document.createElement('div')
  months.className = 'cal-m'
  for (const offset of [0, 1]) {
    const month = document.createElement('calendar-month')
    month.offset = offset
    months.append(month)
  }
  calendar.append(arrow('previous', 'chevron-left'), arrow('next', 'chevron-right'), months)
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
