// Administrative divisions, one line each, sorted by code:
//   code <tab> name <tab> short name (empty: a stand-in between levels, not a place) <tab> English name
// and the codes that exist no longer: code <tab> name <tab> last revision (YYYYMM) that had it.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { english } from './english.mjs'

// GB/T 2260 gives 71, 81 and 82 no divisions below the first level: theirs are numbered in the order of the source,
// which for Hong Kong is also the numbering of the gb2260 project.
const BEYOND = { 台湾省: '71', 香港特别行政区: '81', 澳门特别行政区: '82' }
// Levels that statistics need and addresses do not. The districts of a municipality hang under a city of its own name.
const STAND_INS = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划'])
const PROVINCES = { 内蒙古自治区: '内蒙古', 广西壮族自治区: '广西', 西藏自治区: '西藏', 宁夏回族自治区: '宁夏', 新疆维吾尔自治区: '新疆', 香港特别行政区: '香港', 澳门特别行政区: '澳门' }
const PEOPLES = `蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族 傈僳族 佤族 畲族 拉祜族 水族 东乡族 纳西族 景颇族
  柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 普米族 塔吉克族 怒族 鄂温克族 保安族 裕固族 独龙族 鄂伦春族 各族 蒙古 哈萨克 柯尔克孜 塔吉克 锡伯`.split(/\s+/)
// These words are part of the name: 阿拉善左旗 without 旗 is no name at all.
const WHOLE = ['开发区', '工业园区', '产业园区', '化工园区', '创意园区', '示范区', '管理区', '矿区', '实验区', '名胜区', '聚集区', '食品区', '新区', '旗']
const SHORT = { 浦东新区: '浦东', 滨海新区: '滨海', 神农架林区: '神农架' }

function withoutPeoples(name) {
  for (let changed = true; changed; ) {
    changed = false
    for (const people of PEOPLES) {
      if (name.endsWith(people) && name.length - people.length >= 2) [name, changed] = [name.slice(0, -people.length), true]
    }
  }
  return name
}

function shorten(level, name) {
  if (level === 1) return PROVINCES[name] ?? name.replace(/[省市]$/, '')
  const autonomous = name.match(/^(.+)自治[州县旗]$/)
  if (autonomous) return autonomous[1].length > 2 ? withoutPeoples(autonomous[1]).replace(/^(.{2,})族$/, '$1') : autonomous[1]
  if (level === 2) return name.match(/^(.{2,})(市|地区|县)$/)?.[1] ?? name.match(/^(.{3,})盟$/)?.[1] ?? name
  if (SHORT[name]) return SHORT[name]
  if (WHOLE.some((word) => name.endsWith(word))) return name
  const stem = name.match(/^(.{2,}?)(特区|区|县|市|乡|镇)$/)?.[1]
  return stem ? withoutPeoples(stem) : name
}

export async function divisions(folder, pinyinFolder) {
  const csv = (name) => readFileSync(join(folder, 'dist', name), 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.replaceAll('"', '').split(','))
  const rows = new Map()
  for (const file of ['provinces.csv', 'cities.csv', 'areas.csv']) for (const [code, name] of csv(file)) rows.set(code.padEnd(6, '0'), name)
  // Dongguan, Zhongshan and Danzhou have no counties: the source repeats the city as its own county (same code), so the map holds it once.
  const two = (n) => String(n).padStart(2, '0')
  for (const [province, cities] of Object.entries(JSON.parse(readFileSync(join(folder, 'dist/HK-MO-TW.json'), 'utf8')))) {
    const head = BEYOND[province]
    rows.set(`${head}0000`, province)
    Object.entries(cities).forEach(([city, districts], c) => {
      rows.set(`${head}${two(c + 1)}00`, city)
      districts.forEach((district, d) => rows.set(`${head}${two(c + 1)}${two(d + 1)}`, district.replace(/（.*）/, '')))
    })
  }
  const inEnglish = await english(pinyinFolder)
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, listed]) => {
    const level = code.endsWith('0000') ? 1 : code.endsWith('00') ? 2 : 3
    const name = level === 2 && listed === '市辖区' ? rows.get(`${code.slice(0, 2)}0000`) : listed
    const short = STAND_INS.has(name) ? '' : shorten(level, name)
    const above = [rows.get(`${code.slice(0, 2)}0000`), rows.get(`${code.slice(0, 4)}00`) ?? ''].map((n, i) => shorten(i + 1, n))
    return [code, name, short, short && inEnglish(code, name, short, level === 3 ? above : [])].join('\t') + '\n'
  }).join('')
}

export function formerDivisions(folder, current) {
  const living = new Set(current.split('\n').map((line) => line.slice(0, 6)))
  const former = new Map()
  for (const file of readdirSync(join(folder, 'lib')).filter((f) => /^2\d{5}\.json$/.test(f)).sort()) {
    for (const [code, name] of Object.entries(JSON.parse(readFileSync(join(folder, 'lib', file), 'utf8')))) {
      if (!living.has(code) && !STAND_INS.has(name)) former.set(code, [name, file.slice(0, 6)])
    }
  }
  return [...former].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, rest]) => [code, ...rest].join('\t') + '\n').join('')
}
