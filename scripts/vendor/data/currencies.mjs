// Currencies in use today, one line each:
//   ISO 4217 code <tab> decimal places <tab> symbol (or the code) <tab> English name <tab> Chinese name
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// ISO 4217's own decimal places where they are not 2 (CLDR's are those of daily cash).
const PLACES = { 0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF', 3: 'BHD IQD JOD KWD LYD OMR TND' }
// ¥ is ours and $ the American one; every other symbol must be its own.
const SYMBOLS = { CNY: '¥', JPY: 'JP¥', USD: '$', RUB: '₽', TRY: '₺', THB: '฿', UAH: '₴', KZT: '₸', NGN: '₦', SGD: 'S$', MOP: 'MOP$', MYR: 'RM', IDR: 'Rp', CHF: 'CHF' }
const KEEP = new Set(['€', '£', 'A$', 'R$', 'CA$', 'HK$', '₪', '₹', '₩', 'MX$', 'NZ$', 'NT$', '₫', '₱'])

export function currencies(core, numbers) {
  const json = (path) => JSON.parse(readFileSync(path, 'utf8'))
  const names = (locale) => json(join(numbers, 'main', locale, 'currencies.json')).main[locale].numbers.currencies
  const [en, zh] = [names('en'), names('zh')]
  const regions = json(join(core, 'supplemental/currencyData.json')).supplemental.currencyData.region
  const codes = new Set()
  for (const list of Object.values(regions)) {
    for (const entry of list) {
      for (const [code, use] of Object.entries(entry)) if (!use._to && use._tender !== 'false') codes.add(code)
    }
  }
  return [...codes].sort().map((code) => {
    const places = Object.keys(PLACES).find((n) => PLACES[n].includes(code)) ?? 2
    const symbol = SYMBOLS[code] ?? (KEEP.has(en[code].symbol) ? en[code].symbol : code)
    return [code, places, symbol, en[code].displayName, zh[code].displayName].join('\t') + '\n'
  }).join('')
}
