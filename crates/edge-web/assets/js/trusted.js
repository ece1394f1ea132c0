// htmx under a strict content security policy: its one way to make HTML of an answer goes through a Trusted Types policy
// (answers come from our own server, which escapes), and code in attributes is refused before the browser refuses it.
htmx.registerExtension('trusted', {
  init(api) {
    const through = { createHTML: (html) => html, createScript: (text) => text }
    const policy = globalThis.trustedTypes?.createPolicy('htmx', through) ?? through
    const never = function () { throw new Error('no code in attributes') }
    api.initSecurity(policy, never, never)
  },
})
