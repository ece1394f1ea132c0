// Shared by all modules: look-ups, delegated events, and `enhance`, which meets every element once, now or swapped in later.
export const $ = (selector, from = document) => from.querySelector(selector)
export const $$ = (selector, from = document) => [...from.querySelectorAll(selector)]
export const root = document.documentElement

/** Calls `handler(event, element)` when the event happens on an element that matches, now or in the future. */
export function on(type, selector, handler, capture = false) {
  document.addEventListener(type, (event) => {
    const element = event.target.closest?.(selector)
    if (element) handler(event, element)
  }, capture)
}

/** Runs `setUp(element)` once for each element that matches, also those the server sends later. */
export function enhance(selector, setUp) {
  const met = new WeakSet()
  htmx.onLoad((part) => {
    for (const element of [...(part.matches?.(selector) ? [part] : []), ...$$(selector, part)]) {
      if (met.has(element)) continue
      met.add(element)
      setUp(element)
    }
  })
}

/** A deep copy of a template's only child. */
export const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true)

/** The person writes: single keys are text. */
export const typing = (event) => {
  const { tagName, type, isContentEditable } = event.target
  return isContentEditable || /^(TEXTAREA|SELECT)$/.test(tagName) || (tagName === 'INPUT' && !/^(checkbox|radio|button|submit)$/.test(type))
}

/** A plain key press that may be a shortcut: nothing open, nothing composing, no modifier. */
export const shortcut = (event) =>
  !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented || typing(event)) &&
  root.dataset.keys !== 'off' && !$('dialog[open]') && !$('[popover]:popover-open')

/** localStorage that may be full, forbidden or absent. */
export const store = {
  get: (key) => { try { return localStorage.getItem(key) } catch { return null } },
  set: (key, value) => { try { localStorage.setItem(key, value) } catch {} },
  drop: (key) => { try { localStorage.removeItem(key) } catch {} },
  keys: () => { try { return Object.keys(localStorage) } catch { return [] } },
}

export const clamp = (value, low, high) => Math.max(low, Math.min(high, value))

/** A small icon of the sprite. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use')
  use.setAttribute('href', `/assets/icons.svg#${name}`)
  svg.setAttribute('class', 'i s')
  svg.setAttribute('aria-hidden', 'true')
  svg.append(use)
  return svg
}
